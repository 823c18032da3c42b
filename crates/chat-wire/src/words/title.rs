//! How a lane is called.

use crate::rows::Ladder;
use crate::rows::party::Party;
use crate::words::language::Language;

/// Its name, and where it is.
pub fn title(ladder: &Ladder, lane: usize, language: Language) -> String {
    let Some(party) = ladder.parties.get(lane) else {
        return String::new();
    };
    let name = called(party, language);
    let address = short(&party.address);
    format!("{name} {address}").trim().to_owned()
}

/// Its name, or what stands for it.
pub fn called(party: &Party, language: Language) -> String {
    match (party.name.is_empty(), party.is_server) {
        (false, _) => chat_proto::text::quoted(&party.name),
        (true, true) => language.of(format_args!("server"), format_args!("servidor")),
        (true, false) => language.of(format_args!("client"), format_args!("cliente")),
    }
}

/// On this machine the port says all.
pub fn short(address: &str) -> String {
    let near = ["127.0.0.1:", "[::1]:", "0.0.0.0:", "[::]:"];
    let port = near.iter().find_map(|near| address.strip_prefix(near));
    let shown = port.map_or_else(|| address.to_owned(), |port| format!(":{port}"));
    chat_proto::text::quoted(&shown)
}
