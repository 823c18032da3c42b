//! What the system does below a TCP connection, as it tells: its timer, its window, what
//! it has sent again. No read and no write of a program shows that.

use chat_proto::trace::stream::Tcp;
use chat_proto::trace::stream::Timer;

use crate::record::source::Transport;
use crate::rows::Ladder;
use crate::rows::below::Below;
use crate::rows::below::micros;
use crate::rows::row::What;
use crate::words::label::label;
use crate::words::language::Language;

/// The lines of the picture, for the conversation that a row is of, or else the newest.
pub fn system(ladder: &Ladder, at: Option<usize>, tells: bool, language: Language) -> Vec<String> {
    let Some(conversation) = conversation(ladder, at) else {
        return vec![nothing(language)];
    };
    let known = ladder.conversations.get(conversation);
    let transport = known.map(|known| known.transport);
    let below = ladder.below.get(&conversation);
    let Some((below, ours)) = below.and_then(|below| Some((below, below.ours.as_ref()?))) else {
        return vec![untold(transport, tells, language)];
    };
    let mut lines = vec![language.of(
        format_args!(" our system"),
        format_args!(" o nosso sistema"),
    )];
    lines.extend(of_a_system(ours, language));
    lines.push(String::new());
    lines.extend(of_theirs(below, language));
    lines.push(String::new());
    lines.extend(lately(ladder, conversation, language));
    lines
}

/// What is to be said of it.
pub fn sentence(ladder: &Ladder, at: Option<usize>, language: Language) -> String {
    let below = conversation(ladder, at).and_then(|one| ladder.below.get(&one));
    let ours = below.and_then(|below| below.ours.as_ref());
    match ours {
        Some(ours) if ours.timer == Some(Timer::Probe) => language.of_three(
            format_args!("No program sees this. The other side reads nothing, so its system takes no more, and ours asks again and again whether there is room, each time after a longer wait. Nothing is lost."),
            format_args!("Nenhum programa vê isto. O outro lado não lê, o sistema dele não aceita mais, e o nosso pergunta uma e outra vez se há espaço, esperando cada vez mais. Nada se perde."), format_args!("Nenhum programa vê isto. O outro lado não lê, o sistema dele não aceita mais, e o nosso pergunta de novo e de novo se há espaço, esperando cada vez mais. Nada se perde."),
        ),
        Some(ours) if ours.retrans > 0 => language.of_three(
            format_args!("No program sees this: what was not confirmed in time is sent again by the system itself, each time after a longer wait, and with a smaller window, so that a path that is full gets room."),
            format_args!("Nenhum programa vê isto: o que não foi confirmado a tempo reenvia-o o próprio sistema, esperando cada vez mais e com uma janela menor, para dar folga a um caminho cheio."), format_args!("Nenhum programa vê isto: o que não foi confirmado a tempo é reenviado pelo próprio sistema, esperando cada vez mais e com uma janela menor, para dar folga a um caminho cheio."),
        ),
        Some(_) | None => language.of_three(
            format_args!("TCP numbers, confirms and repeats by itself, below every program. Over UDP there is none of that: there the link of this program does it, and the waits (3) show how."),
            format_args!("O TCP numera, confirma e repete por si, abaixo de qualquer programa. Em UDP não há nada disso: fá-lo a ligação deste programa, e as esperas (3) mostram como."), format_args!("O TCP numera, confirma e repete sozinho, abaixo de qualquer programa. Em UDP não há nada disso: quem o faz é a conexão deste programa, e as esperas (3) mostram como."),
        ),
    }
}

/// That of a row, else the newest.
pub(crate) fn conversation(ladder: &Ladder, at: Option<usize>) -> Option<usize> {
    let chosen = at.and_then(|at| ladder.rows.get(at)?.conversation);
    // Where others are told of too, it is one's own.
    let is_ours = |at: &usize| {
        let known = ladder.conversations.get(*at);
        let client = known.map(|known| known.client);
        ladder.own.is_none() || client == ladder.own
    };
    let newest = || (0..ladder.conversations.len()).rev().find(is_ours);
    chosen.filter(is_ours).or_else(newest)
}

fn nothing(language: Language) -> String {
    language.of(
        format_args!(" There is no conversation yet."),
        format_args!(" Ainda não há conversa."),
    )
}

/// Why there is nothing to see.
fn untold(transport: Option<Transport>, tells: bool, language: Language) -> String {
    match transport {
        Some(Transport::Udp) => language.of_three(
            format_args!(" Over UDP the system repeats nothing. Connect with tcp: to see what it does there."),
            format_args!(" Em UDP o sistema não repete nada. Ligue-se com tcp: para ver o que faz aí."), format_args!(" Em UDP o sistema não repete nada. Conecte-se com tcp: para ver o que faz aí."),
        ),
        Some(Transport::Unix) => language.of(
            format_args!(" There is no network below a Unix socket: nothing gets lost, nothing is repeated."),
            format_args!(" Por baixo de um socket Unix não há rede: nada se perde, nada se repete."),
        ),
        Some(Transport::Tcp) | None if tells => language.of_three(
            format_args!(" The system has told nothing of this connection: it is asked while one looks here, and a recording has what was told then."),
            format_args!(" O sistema nada disse desta ligação: pergunta-se enquanto aqui se olha, e uma gravação tem o que então se soube."), format_args!(" O sistema não disse nada desta conexão: pergunta-se enquanto se olha aqui, e uma gravação tem o que então se soube."),
        ),
        Some(Transport::Tcp) | None => language.of(
            format_args!(" This system does not tell: only Linux answers a program without rights of its own. What TCP repeats stays hidden here."),
            format_args!(" Este sistema não diz: só o Linux responde a um programa sem direitos especiais. O que o TCP repete fica aqui escondido."),
        ),
    }
}

/// One end, a line a subject.
fn of_a_system(tcp: &Tcp, language: Language) -> Vec<String> {
    let (rtt, var) = (micros(tcp.rtt), micros(tcp.rttvar));
    let (rtt, var) = (language.time_finely(rtt), language.time_finely(var));
    let rto = language.time(micros(tcp.rto));
    let (cwnd, unacked, total) = (tcp.cwnd, tcp.unacked, tcp.total_retrans);
    let state = tcp.state.replace('_', " ");
    let (queued, unsent) = (bytes(tcp.sendq.into()), bytes(tcp.notsent.into()));
    let line = |name: [&str; 2], what: String| {
        let name = language.of(format_args!("{}", name[0]), format_args!("{}", name[1]));
        format!("  {name:<13}{what}")
    };
    vec![
        line(["state", "estado"], state),
        line(
            ["round trip", "ida e volta"],
            language.of(
                format_args!("{rtt} ± {var}; waits {rto} for a confirmation"),
                format_args!("{rtt} ± {var}; espera {rto} por uma confirmação"),
            ),
        ),
        line(
            ["window", "janela"],
            language.of(
                format_args!("segments that may be on their way: {cwnd}; that are: {unacked}"),
                format_args!("segmentos que podem ir a caminho: {cwnd}; que vão: {unacked}"),
            ),
        ),
        line(["timer", "relógio"], timer(tcp, language)),
        line(
            ["sent again", "reenviados"],
            language.count(
                total.into(),
                ["segment since it began", "segmento desde o início"],
                ["segments since it began", "segmentos desde o início"],
            ),
        ),
        line(
            ["queue", "fila"],
            language.of(
                format_args!("{queued} not confirmed, {unsent} of it never sent"),
                format_args!("{queued} por confirmar, {unsent} nunca enviados"),
            ),
        ),
    ]
}

/// The timer that runs, and how often it was doubled.
fn timer(tcp: &Tcp, language: Language) -> String {
    let Some(timer) = tcp.timer else {
        return language.of(
            format_args!("none: nothing is waited for"),
            format_args!("nenhum: não se espera nada"),
        );
    };
    let next = language.time(tcp.expires.map_or(0, micros));
    let what = match timer {
        Timer::Retransmit => language.of(
            format_args!("sends again in {next} if nothing is confirmed"),
            format_args!("reenvia daqui a {next} se nada for confirmado"),
        ),
        Timer::Probe => language.of(
            format_args!("asks in {next} whether there is room now"),
            format_args!("daqui a {next} pergunta se já há espaço"),
        ),
        Timer::KeepAlive => language.of_three(
            format_args!("asks in {next} whether anybody is there"),
            format_args!("daqui a {next} pergunta se está lá alguém"),
            format_args!("daqui a {next} pergunta se há alguém lá"),
        ),
        Timer::TimeWait => language.of_three(
            format_args!("forgets the connection in {next}"),
            format_args!("esquece a ligação daqui a {next}"),
            format_args!("esquece a conexão daqui a {next}"),
        ),
    };
    match tcp.backoff {
        0 => what,
        doubled => {
            let doubled = language.count(doubled.into(), ["time", "vez"], ["times", "vezes"]);
            language.of(
                format_args!("{what}; doubled {doubled}"),
                format_args!("{what}; dobrou {doubled}"),
            )
        }
    }
}

fn of_theirs(below: &Below, language: Language) -> Vec<String> {
    let Some(theirs) = &below.theirs else {
        return vec![language.of_three(
            format_args!(" the other side's system is on another machine, and does not tell us"),
            format_args!(" o sistema do outro lado está noutra máquina, e não nos diz nada"),
            format_args!(" o sistema do outro lado está em outra máquina, e não nos diz nada"),
        )];
    };
    let unread = bytes(theirs.recvq.into());
    vec![
        language.of(
            format_args!(" the other side's system, since it is on this machine"),
            format_args!(" o sistema do outro lado, pois está nesta máquina"),
        ),
        language.of(
            format_args!("  {:<13}{unread} that its program has not read", "unread"),
            format_args!("  {:<13}{unread} que o programa de lá não leu", "por ler"),
        ),
    ]
}

/// What it did by itself, the newest last.
fn lately(ladder: &Ladder, conversation: usize, language: Language) -> Vec<String> {
    let rows = ladder.rows.iter().rev();
    let own = rows.filter(|row| row.conversation == Some(conversation) && is_below(&row.what));
    let mut lines: Vec<_> = own
        .take(LATELY)
        .map(|row| {
            let at = language.time(row.at);
            format!("  {at:>10}  {}", label(row, language))
        })
        .collect();
    lines.reverse();
    if !lines.is_empty() {
        let head = language.of_three(
            format_args!(" what it did by itself"),
            format_args!(" o que fez por si"),
            format_args!(" o que fez sozinho"),
        );
        lines.insert(0, head);
    }
    lines
}

fn is_below(what: &What) -> bool {
    use crate::record::event::Happening;
    matches!(
        what,
        What::Happening(Happening::Resent { .. } | Happening::NoRoom { .. })
    )
}

/// `81 bytes`, `36 kB`.
pub(crate) fn bytes(count: u64) -> String {
    match count {
        0..10_000 => format!("{count} bytes"),
        _ => format!("{} kB", count / 1000),
    }
}

/// As many as one looks at.
const LATELY: usize = 8;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::Live;
    use crate::record;
    use crate::rows::party::Side;

    const FLOW: &str = r#"{"ms":1,"flow":1,"event":"flow","transport":"tcp","local":"127.0.0.1:5","peer":"127.0.0.1:1234"}"#;

    fn live(lines: &[&str]) -> Live {
        let mut live = Live::new(Side::Client, "ana");
        for line in lines {
            live.take_line(record::line(line.as_bytes()).unwrap());
        }
        live
    }

    fn probing(ms: u32, backoff: u32, expires: u32) -> String {
        format!(
            r#"{{"ms":{ms},"flow":1,"event":"tcp","state":"established","timer":"probe","expires_ms":{expires},"rto_ms":204.0,"rtt_ms":0.02,"rttvar_ms":0.01,"cwnd":10,"notsent":3834,"backoff":{backoff},"probes":1,"sendq":36000}}"#
        )
    }

    #[test]
    fn a_reader_that_stands_still_is_seen_below_the_program() {
        let theirs =
            r#"{"ms":3,"flow":1,"event":"tcp","theirs":true,"state":"established","recvq":131072}"#;
        let (first, then) = (probing(2, 1, 200), probing(1900, 4, 3200));
        let live = live(&[FLOW, &first, theirs, &then]);
        let seen = system(live.ladder(), None, true, Language::English).join("\n");
        let expected = " our system
  state        established
  round trip   0.02 ms ± 0.01 ms; waits 204 ms for a confirmation
  window       segments that may be on their way: 10; that are: 0
  timer        asks in 3.2 s whether there is room now; doubled 4 times
  sent again   0 segments since it began
  queue        36 kB not confirmed, 3834 bytes of it never sent

 the other side's system, since it is on this machine
  unread       131 kB that its program has not read

 what it did by itself
       1.9 s  no room there: asks again in 3.2 s";
        assert_eq!(seen, expected, "\n{seen}");
    }

    #[test]
    fn a_segment_that_the_system_repeats_is_a_row_and_a_probe_is_none_of_those() {
        let resent = |ms: u32, total: u32, timer: &str| {
            format!(
                r#"{{"ms":{ms},"flow":1,"event":"tcp","state":"established","timer":"{timer}","expires_ms":1600.0,"total_retrans":{total},"retrans":1}}"#
            )
        };
        let (a, b, c) = (
            resent(2, 3, "retransmit"),
            resent(3, 5, "retransmit"),
            resent(4, 6, "probe"),
        );
        let live = live(&[FLOW, &a, &b, &c]);
        let rows: Vec<_> = live.ladder().rows.iter().collect();
        assert_eq!(rows.len(), 1, "what was before the first look was not seen");
        let said = label(rows[0], Language::English);
        assert_eq!(said, "2 segments sent again by the system");
    }

    #[test]
    fn where_nothing_is_told_it_is_said_why() {
        let read = r#"{"ms":2,"flow":1,"event":"opened"}"#;
        for (transport, tells, word) in [
            ("udp", true, "repeats nothing"),
            ("unix", true, "no network below"),
            ("tcp", true, "has told nothing"),
            ("tcp", false, "does not tell"),
        ] {
            let live = live(&[&FLOW.replace("tcp", transport), read]);
            let said = system(live.ladder(), None, tells, Language::English).join(" ");
            assert!(said.contains(word), "{said}");
            for language in Language::ALL {
                assert!(!system(live.ladder(), None, tells, language).is_empty());
                assert!(!sentence(live.ladder(), None, language).is_empty());
            }
        }
    }
}
