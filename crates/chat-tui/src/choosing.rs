//! Where to go, for whoever has not said it: this machine and its networks are asked at
//! once. A server on this machine is the one; of others a person chooses, at the terminal,
//! before there is a screen; nobody is joined unasked.

use std::io;
use std::io::BufRead;
use std::io::IsTerminal;
use std::io::Write;
use std::pin::pin;

use chat_net::link_clock::LinkClock;
use tokio::runtime::Runtime;

use crate::config::Config;
use crate::config::Endpoint;
use crate::config::Mode;
use crate::config::ServerLocation;
use crate::config::Transport;
use crate::failure::Failure;
use crate::find;
use crate::find::Asked;
use crate::hosting::Hosted;
use crate::secrecy;
use crate::servers::Listed;
use crate::socket::probe;
use crate::speech::Speech;

/// Where one talks.
pub(crate) struct Settled {
    /// Where.
    pub endpoint: Endpoint,
    /// The server, where it is ours.
    pub hosted: Option<Hosted>,
    /// Whether others were looked for before, in vain.
    pub sought: bool,
}

impl Settled {
    fn at(endpoint: Endpoint) -> Self {
        Self {
            endpoint,
            hosted: None,
            sought: false,
        }
    }
}

/// Where the server is; it is started where there is none to join. Nothing, where the
/// person wants none of those that there are.
pub(crate) fn settle(config: &Config, runtime: &Runtime) -> Result<Option<Settled>, Failure> {
    let (port, sought) = match &config.place {
        ServerLocation::At(endpoint) => return Ok(Some(Settled::at(endpoint.clone()))),
        ServerLocation::Hosted(port) => (*port, false),
        ServerLocation::Demo(_, transport) => {
            return demo(*transport, config.network.clock.clone()).map(Some);
        }
        ServerLocation::Here(port) if matches!(config.mode, Mode::Pipe { .. } | Mode::Raw) => {
            if runtime.block_on(probe::chat_here(*port)) {
                return Ok(Some(Settled::at(Endpoint::local(*port))));
            }
            // A program that wants to say something to nobody has made a mistake.
            return Err(Failure::NobodyHere(*port));
        }
        ServerLocation::Here(port) => match asked(config, runtime, *port)? {
            Some(Choice::There(endpoint)) => return Ok(Some(Settled::at(endpoint))),
            Some(Choice::Leave) => return Ok(None),
            Some(Choice::Host) => (*port, false),
            None => (*port, true),
        },
    };
    let hosted = Hosted::start(port, config.password.clone())?;
    Ok(Some(Settled {
        endpoint: Endpoint::local(hosted.port),
        hosted: Some(hosted),
        sought,
    }))
}

/// A server for this program alone, reached this way.
fn demo(transport: Transport, clock: LinkClock) -> Result<Settled, Failure> {
    let hosted = Hosted::start_demo(clock)?;
    Ok(Settled {
        endpoint: hosted.endpoint(transport),
        hosted: Some(hosted),
        sought: false,
    })
}

/// Where a person wants to go, of all that is near; nothing, where nothing is.
fn asked(config: &Config, runtime: &Runtime, port: u16) -> Result<Option<Choice>, Failure> {
    match runtime.block_on(look(port, config.speech)) {
        Near::Here => Ok(Some(Choice::There(Endpoint::local(port)))),
        // Nobody sits there who could choose.
        Near::There(_) if !io::stdin().is_terminal() => Ok(Some(Choice::Host)),
        Near::There(listed) => Ok(Some(choose(&listed, config.speech)?)),
        Near::Nobody => Ok(None),
    }
}

/// Who has answered.
enum Near {
    /// A server on this machine.
    Here,
    /// Servers elsewhere, those that are known first.
    There(Vec<Listed>),
    /// Nobody.
    Nobody,
}

/// Asks this machine and everybody near, at once; the longer of the two takes less than a
/// second.
async fn look(port: u16, speech: &Speech) -> Near {
    let asked = Asked::Everybody(port);
    let mut near = pin!(find::search(&asked));
    let mut here = pin!(probe::chat_here(port));
    let near = tokio::select! {
        // Whoever is at home is not kept waiting for the others.
        is_here = &mut here => {
            if is_here {
                return Near::Here;
            }
            near.await
        }
        near = &mut near => {
            if here.await {
                return Near::Here;
            }
            near
        }
    };
    let known = secrecy::remembered();
    let is_known = |print: &[u8; 8]| known.iter().any(|known| known.starts_with(print));
    match near.map(|near| near.listed(speech, is_known)) {
        Ok(listed) if !listed.is_empty() => Near::There(listed),
        // Without a network nobody can be found on it.
        Ok(_) | Err(_) => Near::Nobody,
    }
}

/// What a person has chosen.
#[derive(Debug, PartialEq, Eq)]
enum Choice {
    /// That one.
    There(Endpoint),
    /// To host a server here.
    Host,
    /// None of it.
    Leave,
}

/// Shows the list, and asks until an answer is one.
fn choose(listed: &[Listed], speech: &Speech) -> io::Result<Choice> {
    let mut error = io::stderr();
    write!(error, "{}", shown(listed, speech))?;
    loop {
        write!(error, "{} ", speech.finding.which())?;
        error.flush()?;
        let mut line = String::new();
        if io::stdin().lock().read_line(&mut line)? == 0 {
            return Ok(Choice::Leave);
        }
        if let Some(choice) = understood(&line, listed) {
            return Ok(choice);
        }
    }
}

/// A line for each, with what is typed for it.
fn shown(listed: &[Listed], speech: &Speech) -> String {
    let words = &speech.finding;
    let lines = (1..).zip(listed);
    let lines = lines.map(|(number, one)| format!("{number:3}  {}\n", one.line));
    let (head, host) = (words.near(), words.host_here());
    format!("{head}\n{}  h  {host}\n", lines.collect::<String>())
}

fn understood(line: &str, listed: &[Listed]) -> Option<Choice> {
    let line = line.trim();
    if line.eq_ignore_ascii_case("h") {
        return Some(Choice::Host);
    }
    let number: usize = line.parse().ok()?;
    let one = listed.get(number.checked_sub(1)?)?;
    let transport = if one.over_udp {
        Transport::Udp
    } else {
        Transport::Tcp
    };
    Some(Choice::There(Endpoint::Net {
        transport,
        host: one.host.clone(),
        port: one.port,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::speech;
    use crate::speech::Language;

    fn listed() -> Vec<Listed> {
        let one = |host: &str, over_udp, line: &str| Listed {
            host: host.to_owned(),
            port: 1234,
            over_udp,
            line: line.to_owned(),
        };
        vec![
            one("192.168.1.7", false, "192.168.1.7:1234  redes A"),
            one("fe80::7%2", true, "[fe80::7%2]:1234  sala 2"),
        ]
    }

    #[test]
    fn a_number_is_one_of_them_and_h_is_here() {
        let list = listed();
        let there = |transport, host: &str| {
            let (host, port) = (host.to_owned(), 1234);
            Some(Choice::There(Endpoint::Net {
                transport,
                host,
                port,
            }))
        };
        let first = there(Transport::Tcp, "192.168.1.7");
        assert_eq!(understood(" 1 \n", &list), first);
        assert_eq!(understood("2", &list), there(Transport::Udp, "fe80::7%2"));
        assert_eq!(understood("H\n", &list), Some(Choice::Host));
        for typed in ["", "0", "3", "-1", "y", "1 2", "99999999999999999999"] {
            assert_eq!(understood(typed, &list), None, "{typed}");
        }
    }

    #[test]
    fn the_list_says_what_is_typed_for_each() {
        for language in Language::ALL {
            let text = shown(&listed(), speech::of(language));
            let lines: Vec<_> = text.lines().collect();
            assert_eq!(lines.len(), 4, "{text}");
            assert_eq!(lines[1], "  1  192.168.1.7:1234  redes A");
            assert!(lines[3].starts_with("  h  "), "{text}");
        }
    }
}
