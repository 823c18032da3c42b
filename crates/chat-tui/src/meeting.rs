//! The first meeting with a server that speaks secretly: its words are compared by a
//! person, at the terminal, before there is a screen and before anything is said.

use std::io;
use std::io::BufRead;
use std::io::IsTerminal;
use std::io::Write;

use tokio::runtime::Runtime;

use crate::config::Endpoint;
use crate::config::NetworkConfig;
use crate::failure::Failure;
use crate::pins;
use crate::pins::Print;
use crate::secrecy::Stranger;
use crate::socket::dial;
use crate::speech::Speech;
use crate::speech::topic::secret;

/// Connects once, and asks about a server that nobody knows here, or that is another one
/// than before. Whatever else goes wrong is found again when the talk begins.
pub(crate) fn meet(
    runtime: &Runtime,
    endpoint: &Endpoint,
    network: &NetworkConfig,
    speech: &Speech,
) -> Result<(), Failure> {
    let Some(known) = &network.secrecy else {
        return Ok(());
    };
    let met = runtime.block_on(dial::try_once(endpoint, network));
    let Err(failure) = met else {
        return Ok(());
    };
    let Failure::Stranger { print, why, .. } = &failure else {
        return Ok(());
    };
    if !is_meant(endpoint, (print, *why), speech)? {
        return Err(failure);
    }
    runtime.block_on(known.trust(*print, &endpoint.to_string()));
    Ok(())
}

/// Whether the person says that it is the server that is meant.
fn is_meant(
    endpoint: &Endpoint,
    (print, why): (&Print, Stranger),
    speech: &Speech,
) -> io::Result<bool> {
    if !io::stdin().is_terminal() {
        // Nobody sits there who could compare.
        return Ok(false);
    }
    match why {
        // Whoever has given words has compared.
        Stranger::OtherWords => Ok(false),
        Stranger::New => {
            let words = pins::words_of(print);
            let question = speech.secret.compare(secret::Compare { endpoint, words });
            let typed = asked(&question)?;
            Ok(typed.is_some_and(|line| line.trim().is_empty()))
        }
        // A mere Enter is what one is used to.
        Stranger::Changed => {
            let typed = asked(&speech.secret.type_two(endpoint))?;
            Ok(typed.is_some_and(|line| pins::are_its_first_words(print, &line)))
        }
    }
}

/// What is typed; nothing at the end of input.
fn asked(question: &str) -> io::Result<Option<String>> {
    let mut error = io::stderr();
    write!(error, "{question} ")?;
    error.flush()?;
    let mut line = String::new();
    let count = io::stdin().lock().read_line(&mut line)?;
    Ok((count > 0).then_some(line))
}
