//! What waits between two programs, and where: in the program, in its system, in the
//! system on the other side.

use std::cmp::Reverse;

use chat_proto::trace::house::Writer;

use crate::lanes::cut;
use crate::people;
use crate::record::source::Transport;
use crate::rows::Ladder;
use crate::rows::below::Below;
use crate::rows::house::called;
use crate::system::bytes;
use crate::system::conversation;
use crate::words::language::Language;

/// The lines of the picture, for the conversation that a row is of, or else the newest.
pub fn queues(ladder: &Ladder, at: Option<usize>, language: Language) -> Vec<String> {
    let (own, house) = (own(ladder, at, language), of_people(ladder, language));
    match (own.as_slice(), house.is_empty()) {
        // What there is to see is enough.
        ([_only], false) => house,
        _ => own.into_iter().chain(house).collect(),
    }
}

/// What waits at the server for each person, the longest first, where a server tells that.
fn of_people(ladder: &Ladder, language: Language) -> Vec<String> {
    let mut all: Vec<_> = ladder.house.people.values().collect();
    if all.is_empty() {
        return Vec::new();
    }
    all.sort_by_key(|one| (Reverse(one.census.waiting), one.census.peer));
    let more = all.len().saturating_sub(SHOWN);
    let rows = all.iter().take(SHOWN).map(|one| {
        let census = &one.census;
        let name = cut(&called(census.peer, census), NAME);
        let how = census.how.as_deref().unwrap_or("");
        let waits = bytes(census.waiting.try_into().unwrap_or(u64::MAX));
        let limit = census.limit.and_then(|limit| u64::try_from(limit).ok());
        let limit = limit.map_or_else(|| "–".to_owned(), bytes);
        let queue = people::bar(census.waiting, census.limit);
        language.of(
            format_args!("  {name:<NAME$} {how:<4} [{queue}] {waits} of {limit}"),
            format_args!("  {name:<NAME$} {how:<4} [{queue}] {waits} de {limit}"),
        )
    });
    let head = language.of(
        format_args!(" At the server, what waits for each person:"),
        format_args!(" No servidor, o que espera por cada pessoa:"),
    );
    let more = (more > 0)
        .then(|| language.of(format_args!("  {more} more"), format_args!("  mais {more}")));
    std::iter::once(head).chain(rows).chain(more).collect()
}

/// The queues on the way of one conversation.
fn own(ladder: &Ladder, at: Option<usize>, language: Language) -> Vec<String> {
    let found = conversation(ladder, at);
    let known = found.and_then(|at| ladder.conversations.get(at));
    let below = found.and_then(|at| ladder.below.get(&at));
    match (known.map(|known| known.transport), below) {
        (Some(Transport::Udp), _) => vec![datagrams(language)],
        (Some(_), Some(below)) => stream(below, language),
        (Some(_), None) | (None, _) => vec![language.of(
            format_args!(
                " Nothing was told of the queues yet: they are asked for while one looks here."
            ),
            format_args!(
                " Das filas ainda nada se soube: pergunta-se por elas enquanto aqui se olha."
            ),
        )],
    }
}

/// What is to be said of it.
pub fn sentence(ladder: &Ladder, at: Option<usize>, language: Language) -> String {
    let below = conversation(ladder, at).and_then(|one| ladder.below.get(&one));
    let unread = below
        .and_then(|below| below.theirs.as_ref())
        .map_or(0, |tcp| tcp.recvq);
    let waits = below
        .and_then(|below| below.outbox)
        .map_or(0, |out| out.waiting);
    let mut people = ladder.house.people.values();
    match (unread, waits) {
        (0, 0) if people.any(|one| one.census.waiting > 0) => people::sentence(ladder, language),
        (0, 0) => language.of_three(
            format_args!("All of them are empty: whoever reads as fast as others write sees no queue. Stop the reader (Ctrl-z in its terminal) and they fill from the right."),
            format_args!("Estão todas vazias: quem lê tão depressa como outros escrevem não vê fila nenhuma. Pare o leitor (Ctrl-z no terminal dele) e enchem-se da direita para a esquerda."), format_args!("Estão todas vazias: quem lê tão depressa quanto outros escrevem não vê fila nenhuma. Pare o leitor (Ctrl-z no terminal dele) e elas se enchem da direita para a esquerda."),
        ),
        (_, 0) => language.of_three(
            format_args!("The program there has not read yet. What it does not read stays in its system; when that is full it fills the one here, and then our own queue."),
            format_args!("O programa de lá ainda não leu. O que não lê fica no sistema dele; cheio esse, enche-se o de cá, e depois a nossa fila."), format_args!("O programa de lá ainda não leu. O que não lê fica no sistema dele; cheio esse, enche-se o daqui, e depois a nossa fila."),
        ),
        (_, _) => language.of_three(
            format_args!("Neither system takes more: what is said waits in this program. Nobody else waits for it; a server closes whoever lets such a queue grow past its bound."),
            format_args!("Nenhum dos sistemas aceita mais: o que se diz espera neste programa. Mais ninguém espera por isso; um servidor fecha quem deixa crescer uma fila dessas além do limite."), format_args!("Nenhum dos sistemas aceita mais: o que se diz espera neste programa. Ninguém mais espera por isso; um servidor fecha quem deixa crescer uma fila dessas além do limite."),
        ),
    }
}

fn datagrams(language: Language) -> String {
    language.of_three(
        format_args!(" Over UDP no queue pushes back: what finds no room is lost, and who sent it is not told."),
        format_args!(" Em UDP nenhuma fila trava quem envia: o que não cabe perde-se, e quem enviou não o sabe."), format_args!(" Em UDP nenhuma fila trava quem envia: o que não cabe se perde, e quem enviou não sabe."),
    )
}

fn stream(below: &Below, language: Language) -> Vec<String> {
    let here = below.ours.as_ref().map(|tcp| u64::from(tcp.sendq));
    let there = below.theirs.as_ref().map(|tcp| u64::from(tcp.recvq));
    let own = below
        .outbox
        .map(|out| out.waiting.try_into().unwrap_or(u64::MAX));
    let names = [
        language.of(format_args!("this program"), format_args!("este programa")),
        language.of_three(
            format_args!("system here"),
            format_args!("sistema de cá"),
            format_args!("sistema daqui"),
        ),
        language.of(format_args!("system there"), format_args!("sistema de lá")),
    ];
    let mut lines = vec![String::new()];
    for (name, waits) in names.iter().zip([own, here, there]) {
        let amount = waits.map_or_else(|| unknown(language), bytes);
        lines.push(format!("  {name:<14}[{}] {amount}", bar(waits)));
    }
    lines.push(language.of(
        format_args!("                each step of a bar is twice as much"),
        format_args!("                cada passo de uma barra é o dobro"),
    ));
    lines.push(String::new());
    if let Some(unsent) = below.ours.as_ref().map(|tcp| bytes(tcp.notsent.into())) {
        lines.push(language.of_three(
            format_args!("  of what the system here has, {unsent} were never sent"),
            format_args!("  do que o sistema de cá tem, {unsent} nunca foram enviados"),
            format_args!("  do que o sistema daqui tem, {unsent} nunca foram enviados"),
        ));
    }
    lines.extend(below.outbox.map(|out| writer(out.writer, language)));
    lines
}

/// Where the other system is on another machine.
fn unknown(language: Language) -> String {
    language.of(
        format_args!("? (another machine, or a system that does not tell)"),
        format_args!("? (outra máquina, ou um sistema que não diz)"),
    )
}

fn writer(writer: Writer, language: Language) -> String {
    match writer {
        Writer::Idle => language.of(
            format_args!("  the program has given all of it to its system"),
            format_args!("  o programa já deu tudo ao seu sistema"),
        ),
        Writer::Listed => language.of(
            format_args!("  the program will write soon"),
            format_args!("  o programa vai escrever em breve"),
        ),
        Writer::Blocked => language.of_three(
            format_args!("  the system here takes no more: a write would block"),
            format_args!("  o sistema de cá não aceita mais: uma escrita bloquearia"),
            format_args!("  o sistema daqui não aceita mais: uma escrita bloquearia"),
        ),
    }
}

/// Sixteen steps, from 64 bytes to 4 MiB, each twice the one before.
fn bar(waits: Option<u64>) -> String {
    let steps = match waits {
        None => return "?".repeat(STEPS),
        Some(0) => 0,
        Some(waits) => (waits / 64).max(1).ilog2() + 1,
    };
    let steps = usize::try_from(steps).unwrap_or(STEPS).min(STEPS);
    format!("{}{}", "█".repeat(steps), "·".repeat(STEPS - steps))
}

const STEPS: usize = 16;

/// People who are shown, and how wide their names are.
const SHOWN: usize = 10;
const NAME: usize = 11;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::Live;
    use crate::record;
    use crate::rows::party::Side;

    fn live(lines: &[&str]) -> Live {
        let mut live = Live::new(Side::Client, "ana");
        for line in lines {
            live.take_line(record::line(line.as_bytes()).unwrap());
        }
        live
    }

    const LINES: [&str; 4] = [
        r#"{"ms":1,"flow":1,"event":"flow","transport":"tcp","local":"127.0.0.1:5","peer":"127.0.0.1:1234"}"#,
        r#"{"ms":2,"flow":1,"event":"tcp","state":"established","sendq":36000,"notsent":3834}"#,
        r#"{"ms":3,"flow":1,"event":"tcp","theirs":true,"state":"established","recvq":131072}"#,
        r#"{"ms":4,"flow":1,"event":"send_buffer","waiting":1004000,"writer":"blocked"}"#,
    ];

    #[test]
    fn three_queues_stand_in_a_row() {
        let live = live(&LINES);
        let seen = queues(live.ladder(), None, Language::English).join("\n");
        let expected = "
  this program  [██████████████··] 1004 kB
  system here   [██████████······] 36 kB
  system there  [████████████····] 131 kB
                each step of a bar is twice as much

  of what the system here has, 3834 bytes were never sent
  the system here takes no more: a write would block";
        assert_eq!(seen, expected, "\n{seen}");
    }

    #[test]
    fn where_a_server_tells_one_sees_for_whom_it_waits() {
        let mut lines = LINES[..1].to_vec();
        lines.extend([
            r#"{"ms":5,"event":"census","peer":1,"name":"ana","how":"udp","frames_in":1,"bytes_out":9,"waiting":0,"limit":1048576,"age_ms":1.0}"#,
            r#"{"ms":5,"event":"census","peer":2,"name":"lenta","how":"tcp","frames_in":1,"bytes_out":9,"waiting":524288,"limit":1048576,"age_ms":1.0}"#,
        ]);
        let live = live(&lines);
        let seen = queues(live.ladder(), None, Language::English).join("\n");
        let expected = " At the server, what waits for each person:
  lenta       tcp  [████····] 524 kB of 1048 kB
  ana         udp  [········] 0 bytes of 1048 kB";
        assert_eq!(seen, expected, "\n{seen}");
        let said = sentence(live.ladder(), None, Language::English);
        assert!(said.starts_with("lenta does not read"), "{said}");
    }

    #[test]
    fn what_another_machine_has_is_not_known_and_not_invented() {
        let live = live(&LINES[..2]);
        let seen = queues(live.ladder(), None, Language::English).join("\n");
        assert!(
            seen.contains("system there  [????????????????] ?"),
            "{seen}"
        );
    }
}
