//! What is usual where no option says it: the name of the login, and the password that
//! the environment knows.

use std::io::IsTerminal;
use std::path::Path;

use chat_proto::limits::NAME_CHARS;
use chat_proto::name::Name;

use crate::app::settings::Depth;
use crate::cli::colours;
use crate::failure::Failure;
use crate::speech::Speech;

/// The login name as far as it can be a name, or one of a student.
pub(in crate::cli) fn name(
    login: Option<&str>,
    seed: u64,
    speech: &Speech,
) -> Result<Name, Failure> {
    let fit = |c: &char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    let cleaned: String = login
        .unwrap_or_default()
        .chars()
        .filter(fit)
        .take(NAME_CHARS)
        .collect();
    Name::parse(&cleaned)
        .or_else(|_| Name::parse(&format!("student-{}", 1000 + seed % 9000)))
        .map_err(|bad| Failure::Usage(speech.name_fault(bad.fault)))
}

/// The password: from a file, or the environment.
pub(in crate::cli) fn password(file: Option<&Path>) -> Result<Option<String>, Failure> {
    let Some(path) = file else {
        let given = std::env::var("CHAT_PASSWORD").ok();
        return Ok(given.filter(|password| !password.is_empty()));
    };
    let content = std::fs::read_to_string(path).map_err(|error| Failure::File {
        path: path.display().to_string(),
        option: "password-file",
        error,
    })?;
    Ok(Some(content.trim_end_matches(['\r', '\n']).to_owned()))
}

/// Whether the terminal says of itself that it can draw nothing.
pub(in crate::cli) fn is_dumb() -> bool {
    std::env::var_os("TERM").is_some_and(|term| term == "dumb")
}

/// Which colours there are, where there is a terminal that can draw.
pub(in crate::cli) fn terminal() -> Option<Depth> {
    let is_there = std::io::stdin().is_terminal() && std::io::stdout().is_terminal();
    (is_there && !is_dumb()).then(|| colours::of(|name| std::env::var_os(name)))
}
