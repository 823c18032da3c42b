//! What the operator reads at the start: how the others come in.

use std::net::IpAddr;

use crate::config::Sockets;
use crate::listening::Listening;
use crate::log;

/// Writes the hints to standard error. Where a line of standard input can change
/// the weather, `orders` is an example of its words.
pub fn print(sockets: &Sockets, listening: &[Listening], orders: Option<&str>) {
    // A terminal that somebody has stopped does not stop the server.
    let text = text(listening, &own_addresses(sockets), orders);
    log::tell(text.trim_end());
}

/// Shows the password that was made for this run, so that it can be read across a room.
pub fn show_password(password: Option<&str>) {
    if let Some(password) = password {
        log::tell(&format!("\nthe password:\n\n    {password}\n"));
    }
}

/// Shows what whoever wants a secret connection compares with its own screen.
pub fn show_words(line: Option<&str>) {
    if let Some(line) = line {
        log::tell(line);
    }
}

/// Shows with what one becomes the teacher, where nobody is yet: once, and only here.
pub fn show_claim_words(words: Option<&str>) {
    if let Some(words) = words {
        log::tell(&format!(
            "to be the teacher, type in chat-tui: /claim {words}"
        ));
    }
}

/// The addresses under which others reach this machine.
pub fn own_addresses(sockets: &Sockets) -> Vec<IpAddr> {
    if !sockets.bind.is_empty() {
        return sockets.addresses();
    }
    let interfaces = if_addrs::get_if_addrs().unwrap_or_default();
    let mut addresses: Vec<IpAddr> = interfaces
        .into_iter()
        .filter(|i| !i.is_loopback() && !i.is_link_local())
        .map(|i| i.ip())
        .collect();
    addresses.sort();
    addresses
}

fn text(listening: &[Listening], addresses: &[IpAddr], orders: Option<&str>) -> String {
    let mut lines = Vec::new();
    let tcp = listening.iter().find_map(Listening::tcp_port);
    let udp = listening.iter().find_map(Listening::udp_port);
    let reachable: Vec<_> = addresses.iter().filter(|ip| !ip.is_loopback()).collect();
    if (tcp.is_some() || udp.is_some()) && reachable.is_empty() {
        lines.push("only this machine can join: leave --bind out to let others in".to_owned());
    }
    let loopback = [IpAddr::from([127, 0, 0, 1])];
    let shown: Vec<&IpAddr> = if reachable.is_empty() {
        loopback.iter().collect()
    } else {
        reachable
    };
    for ip in shown {
        if let Some(port) = tcp {
            lines.push(format!(
                "join with:  chat-tui {}    or  nc {ip} {port}",
                place(*ip, port)
            ));
        }
        if let Some(port) = udp {
            let place = place(*ip, port);
            lines.push(format!(
                "join with:  chat-tui --udp {place}    or  nc -u {ip} {port}"
            ));
        }
    }
    for path in listening.iter().filter_map(|l| match l {
        Listening::Unix(path) => Some(path.display()),
        Listening::Tcp(_) | Listening::Udp(_) => None,
    }) {
        lines.push(format!(
            "join with:  chat-tui --unix {path}    or  nc -U {path}"
        ));
    }
    if let Some(words) = orders {
        lines.push(
            "the class:  quiet, mute NAME, announce TEXT    or  help   (typed here)".to_owned(),
        );
        lines.push(format!(
            "a bad network:  weather {words}    or  help   (typed here)"
        ));
    }
    lines.push("stop with Ctrl-C".to_owned());
    lines.join("\n") + "\n"
}

/// Host and port as `chat-tui` takes them; its own port need not be said. Some
/// shells take brackets for a pattern, unless they are in quotes.
fn place(ip: IpAddr, port: u16) -> String {
    match (ip, port) {
        (_, crate::config::PORT) => ip.to_string(),
        (IpAddr::V4(ip), port) => format!("{ip}:{port}"),
        (IpAddr::V6(ip), port) => format!("'[{ip}]:{port}'"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(listening: &[Listening], addresses: &[&str], expected: &str) {
        let addresses: Vec<IpAddr> = addresses.iter().map(|a| a.parse().unwrap()).collect();
        assert_eq!(text(listening, &addresses, None), expected);
    }

    #[test]
    fn others_read_what_to_type() {
        let listening = [
            Listening::Tcp("0.0.0.0:1234".parse().unwrap()),
            Listening::Udp("0.0.0.0:4321".parse().unwrap()),
        ];
        check(
            &listening,
            &["192.168.1.7"],
            "join with:  chat-tui 192.168.1.7    or  nc 192.168.1.7 1234\n\
             join with:  chat-tui --udp 192.168.1.7:4321    or  nc -u 192.168.1.7 4321\n\
             stop with Ctrl-C\n",
        );
    }

    #[test]
    fn no_shell_takes_what_is_to_be_typed_for_a_pattern() {
        let tcp = [Listening::Tcp("[::]:4321".parse().unwrap())];
        let hints = text(&tcp, &["fd00::2".parse().unwrap()], None);
        assert!(hints.contains("chat-tui '[fd00::2]:4321' "), "{hints}");
    }

    #[test]
    fn whoever_can_change_the_weather_is_told_how() {
        let udp = [Listening::Udp("0.0.0.0:1234".parse().unwrap())];
        let hints = text(&udp, &["192.168.1.7".parse().unwrap()], Some("drop 30%"));
        assert!(hints.contains("weather drop 30%"), "{hints}");
    }

    #[test]
    fn whoever_serves_loopback_alone_is_told_so() {
        check(
            &[Listening::Tcp("127.0.0.1:1234".parse().unwrap())],
            &["127.0.0.1"],
            "only this machine can join: leave --bind out to let others in\n\
             join with:  chat-tui 127.0.0.1    or  nc 127.0.0.1 1234\n\
             stop with Ctrl-C\n",
        );
    }
}
