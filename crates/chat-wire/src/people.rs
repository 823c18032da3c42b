//! Who is connected how, one row a person, as `ss` would show it; where the newest message
//! went; who knocked and was refused. For the projector.

use chat_proto::trace::house::Writer;

use crate::lanes::cut;
use crate::rows::Ladder;
use crate::rows::below::micros;
use crate::rows::house::House;
use crate::rows::house::Resident;
use crate::rows::house::called;
use crate::system::bytes;
use crate::words::language::Language;
use crate::words::reason;

/// The lines of the picture, in so many columns and rows.
pub fn people(ladder: &Ladder, (width, height): (usize, usize), language: Language) -> Vec<String> {
    let house = &ladder.house;
    if house.is_empty() {
        return vec![language.of_three(
            format_args!(" Only the server knows who is connected, and here it has told of nobody so far. Whoever observes it (chat-server --observe, and on the same machine chat-tui --observe) or hosts it (chat-tui --host) sees each person who comes."),
            format_args!(" Só o servidor sabe quem está ligado, e aqui ainda não falou de ninguém. Quem o observa (chat-server --observe, e na mesma máquina chat-tui --observe) ou o tem dentro (chat-tui --host) vê cada pessoa que chega."), format_args!(" Só o servidor sabe quem está conectado, e aqui ainda não falou de ninguém. Quem o observa (chat-server --observe, e na mesma máquina chat-tui --observe) ou o tem dentro (chat-tui --host) vê cada pessoa que chega."),
        )];
    }
    let mut below = Vec::new();
    below.extend(spread(house, language));
    below.extend(gone(house, language));
    below.extend(knocks(house, language));
    let room = height.saturating_sub(below.len() + 1).max(LEAST);
    let mut lines = vec![head(width, language)];
    let all = house.people.values();
    // Whoever is waited for, before all others.
    let mut all: Vec<_> = all.collect();
    all.sort_by_key(|one| (std::cmp::Reverse(one.census.waiting), one.census.peer));
    let more = all.len().saturating_sub(room);
    let shown = all.iter().take(if more > 0 { room - 1 } else { room });
    lines.extend(shown.map(|one| row(one, house.at, width, language)));
    if more > 0 {
        let more = more + 1;
        lines.push(language.of(
            format_args!("   {more} more"),
            format_args!("   mais {more}"),
        ));
    }
    lines.extend(below);
    lines.into_iter().map(|line| cut(&line, width)).collect()
}

/// How long it may go on taking nothing.
fn until_bye(ladder: &Ladder, one: &Resident, language: Language) -> String {
    let told = one
        .census
        .bye
        .map(|bye| i64::try_from(bye.as_micros()).unwrap_or(i64::MAX));
    // Time has passed since that was told.
    let left = told.map(|told| (told - (ladder.house.at - one.at)).max(0));
    let left = left.map(|left| language.time(left));
    match left {
        Some(left) => language.of(
            format_args!("if nothing more goes in {left}"),
            format_args!("se em {left} não for mais nada"),
        ),
        None => language.of(
            format_args!("after some seconds in which nothing goes"),
            format_args!("após uns segundos sem ir nada"),
        ),
    }
}

/// What is to be said of it.
pub fn sentence(ladder: &Ladder, language: Language) -> String {
    let all = ladder.house.people.values();
    let stands = all.max_by_key(|one| one.census.waiting);
    match stands.filter(|one| one.census.waiting > 0) {
        Some(one) => {
            let name = called(one.census.peer, &one.census);
            let waits = bytes(count(one.census.waiting));
            match one.census.limit {
                Some(limit) => {
                    let limit = bytes(count(limit));
                    let when = until_bye(ladder, one, language);
                    language.of_three(
                        format_args!("{name} does not read as fast as others speak: {waits} wait here. Past {limit}, or {when}, the server says bye. Nobody else waits."),
                        format_args!("{name} não lê tão depressa como os outros falam: esperam aqui {waits}. Além de {limit}, ou {when}, o servidor despede-se. Mais ninguém espera."), format_args!("{name} não lê tão depressa quanto os outros falam: esperam aqui {waits}. Além de {limit}, ou {when}, o servidor se despede. Ninguém mais espera."),
                    )
                }
                None => language.of_three(
                    format_args!("{name} does not read as fast as others speak: {waits} wait here. Nobody else waits."),
                    format_args!("{name} não lê tão depressa como os outros falam: esperam aqui {waits}. Mais ninguém espera."), format_args!("{name} não lê tão depressa quanto os outros falam: esperam aqui {waits}. Ninguém mais espera."),
                ),
            }
        }
        None => language.of_three(
            format_args!("Each person is one connection, or one address of UDP. Whatever is said goes to each of them by itself; what does not fit into a socket at once waits in a queue of its own, so that nobody waits for another."),
            format_args!("Cada pessoa é uma ligação, ou um endereço UDP. O que se diz vai a cada uma por si; o que não cabe logo num socket espera numa fila própria, e assim ninguém espera por outro."), format_args!("Cada pessoa é uma conexão, ou um endereço UDP. O que se diz vai a cada uma em separado; o que não cabe logo num socket espera numa fila própria, e assim ninguém espera por outro."),
        ),
    }
}

/// The names of the columns.
fn head(width: usize, language: Language) -> String {
    let cells = match language {
        Language::English => [
            "name",
            "how",
            "from",
            "waits for them",
            "in/s",
            "out/s",
            "round trip",
            "again",
            "last",
        ],
        Language::Portuguese | Language::Brazilian => [
            "nome",
            "como",
            "de onde",
            "espera por eles",
            "ent./s",
            "saída/s",
            "ida e volta",
            "reenv.",
            "última",
        ],
    };
    joined(&cells.map(str::to_owned), width)
}

fn row(one: &Resident, now: i64, width: usize, language: Language) -> String {
    let census = &one.census;
    let (frames, out) = one.rates(now);
    let trip = census.rtt.map(|rtt| language.time_finely(micros(rtt)));
    let age = language.time(micros(census.age).saturating_add((now - one.at).max(0)));
    let kind = census.kind.as_deref().unwrap_or("");
    let waits = match census.waiting {
        0 => "0".to_owned(),
        waiting => bytes(count(waiting)),
    };
    let last = match census.writer {
        Some(Writer::Blocked) => language.of(
            format_args!("does not read {age}"),
            format_args!("não lê {age}"),
        ),
        Some(Writer::Idle | Writer::Listed) | None => format!("{kind} {age}"),
    };
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a rate is positive and small"
    )]
    let out = bytes(out as u64);
    let cells = [
        called(census.peer, census),
        census.how.as_deref().unwrap_or("").to_owned(),
        census.from.as_deref().unwrap_or("").to_owned(),
        format!("[{}] {waits}", bar(census.waiting, census.limit)),
        language.decimal(frames, 1),
        out,
        trip.unwrap_or_else(|| "–".to_owned()),
        census.retransmissions.to_string(),
        last.trim_start().to_owned(),
    ];
    joined(&cells, width)
}

/// Cells under each other; where it is narrow, without the address.
fn joined(cells: &[String; 9], width: usize) -> String {
    let mut line = String::from(" ");
    for (at, (cell, wide)) in cells.iter().zip(COLUMNS).enumerate() {
        if at == FROM && width < WITH_FROM {
            continue;
        }
        let cell = cut(cell, wide);
        let blanks = wide.saturating_sub(unicode_width::UnicodeWidthStr::width(&*cell));
        line.push_str(&cell);
        line.push_str(&" ".repeat(blanks + 1));
    }
    line.trim_end().to_owned()
}

/// Eight steps of what may wait.
pub(crate) fn bar(waiting: usize, limit: Option<usize>) -> String {
    let steps = match (waiting, limit) {
        (0, _) => 0,
        (waiting, Some(limit)) => (waiting * STEPS).div_ceil(limit.max(1)).min(STEPS),
        (_, None) => 1,
    };
    format!("{}{}", "█".repeat(steps), "·".repeat(STEPS - steps))
}

/// The newest message, fanning out.
fn spread(house: &House, language: Language) -> Vec<String> {
    let Some(newest) = house.spread.back() else {
        return Vec::new();
    };
    let (room, seq, to) = (&newest.room, newest.seq, newest.to);
    let name = |peer: u64| {
        let known = house.people.get(&peer);
        known.map_or_else(|| format!("({peer})"), |one| called(peer, &one.census))
    };
    let from = newest.from.map_or_else(|| "?".to_owned(), name);
    let ways = language.count(
        count(newest.encodings),
        ["encoding", "codificação"],
        ["encodings", "codificações"],
    );
    let all = house.people.values().filter(|one| one.census.waiting > 0);
    let behind: Vec<_> = all
        .map(|one| called(one.census.peer, &one.census))
        .collect();
    let mut lines = vec![
        rule(["one message", "uma mensagem"], language),
        language.of(
            format_args!(" #{room} {seq} from {from}: one place in the order that everybody hears, {ways}, to {to}"),
            format_args!(" #{room} {seq} de {from}: um lugar na ordem que todos ouvem, {ways}, para {to}"),
        ),
    ];
    if !behind.is_empty() {
        let behind = behind.join(", ");
        lines.push(language.of(
            format_args!(" it waits in the queue of {behind}; the others have it"),
            format_args!(" espera na fila de {behind}; os outros já a têm"),
        ));
    }
    lines
}

fn gone(house: &House, language: Language) -> Vec<String> {
    let newest = house.gone.iter().rev().take(SHOWN);
    let mut lines: Vec<_> = newest
        .map(|gone| {
            let (at, name) = (language.time(house.at - gone.at), &gone.name);
            let why = reason::left(&gone.why, language);
            language.of(
                format_args!(" {name}: {why} ({at} ago)"),
                format_args!(" {name}: {why} (há {at})"),
            )
        })
        .collect();
    if !lines.is_empty() {
        lines.insert(0, rule(["who left", "quem saiu"], language));
    }
    lines
}

fn knocks(house: &House, language: Language) -> Vec<String> {
    let newest = house.knocks.iter().rev().take(SHOWN);
    let mut lines: Vec<_> = newest
        .map(|knock| {
            let at = language.time(house.at - knock.at);
            let from = knock.refused.from.as_deref().unwrap_or("?");
            let size = knock.refused.bytes.map_or(0, count);
            let why = knock.refused.why.replace('_', " ");
            language.of(
                format_args!(" {from}  {size} bytes  ! refused: {why} ({at} ago)"),
                format_args!(" {from}  {size} bytes  ! recusado: {why} (há {at})"),
            )
        })
        .collect();
    if !lines.is_empty() {
        lines.insert(0, rule(["who knocked", "quem bateu à porta"], language));
    }
    lines
}

fn rule([english, portuguese]: [&str; 2], language: Language) -> String {
    let name = language.of(format_args!("{english}"), format_args!("{portuguese}"));
    format!("─ {name} {}", "─".repeat(RULE))
}

fn count(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

/// Which column is the address, and from which width it is shown.
const FROM: usize = 2;
const WITH_FROM: usize = 110;

/// How wide each column is.
const COLUMNS: [usize; 9] = [11, 9, 21, 19, 5, 10, 10, 6, 24];

const STEPS: usize = 8;

/// People are shown in so many rows at least, and of the others so many.
const LEAST: usize = 3;
const SHOWN: usize = 3;

/// Longer than any page: it is cut.
const RULE: usize = 200;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::Live;
    use crate::record;
    use crate::rows::party::Side;

    fn live(lines: &[&str]) -> Live {
        let mut live = Live::new(Side::Server, "");
        for line in lines {
            live.take_line(record::line(line.as_bytes()).unwrap());
        }
        live
    }

    const LINES: [&str; 6] = [
        r#"{"ms":0,"event":"census","peer":1,"name":"ana","how":"udp","from":"192.168.1.21:42757","rooms":1,"frames_in":0,"bytes_out":0,"waiting":0,"limit":1048576,"writer":"idle","age_ms":200.0}"#,
        r#"{"ms":0,"event":"census","peer":2,"name":"lenta","how":"tcp","from":"192.168.1.33:33622","rooms":1,"frames_in":1,"bytes_out":0,"waiting":1004000,"limit":1048576,"writer":"blocked","bye_ms":9500.0,"rtt_ms":2.0,"retransmissions":14,"type":"msg","age_ms":31000.0}"#,
        r#"{"ms":1000,"event":"ordered","room":"lobby","seq":18,"from":1}"#,
        r#"{"ms":1000,"event":"fan_out","room":"lobby","seq":18,"to":30,"encodings":2}"#,
        r#"{"ms":1500,"flow":7,"event":"stranger","from":"10.0.0.66:4040","x":"c1d2e3f4","bytes":4,"why":"no_link"}"#,
        r#"{"ms":2000,"event":"census","peer":1,"name":"ana","how":"udp","from":"192.168.1.21:42757","rooms":1,"frames_in":8,"bytes_out":3000,"waiting":0,"limit":1048576,"writer":"idle","age_ms":0.0}"#,
    ];

    #[test]
    fn one_sees_who_is_there_how_and_who_does_not_read() {
        let live = live(&LINES);
        let seen = people(live.ladder(), (120, 40), Language::English).join("\n");
        let expected = " name        how       from                  waits for them      in/s  out/s      round trip again  last
 lenta       tcp       192.168.1.33:33622    [████████] 1004 kB  0.0   0 bytes    2.00 ms    14     does not read 33.0 s
 ana         udp       192.168.1.21:42757    [········] 0        4.0   1500 bytes –          0      0.0 ms
─ one message ──────────────────────────────────────────────────────────────────────────────────────────────────────────
 #lobby 18 from ana: one place in the order that everybody hears, 2 encodings, to 30
 it waits in the queue of lenta; the others have it
─ who knocked ──────────────────────────────────────────────────────────────────────────────────────────────────────────
 10.0.0.66:4040  4 bytes  ! refused: no link (500 ms ago)";
        assert_eq!(seen.replace('…', "─"), expected, "\n{seen}");
        let said = sentence(live.ladder(), Language::English);
        assert!(said.starts_with("lenta does not read"), "{said}");
        // Two seconds have passed since that was told.
        assert!(said.contains("if nothing more goes in 7.5 s"), "{said}");
    }

    #[test]
    fn whoever_leaves_is_told_once_and_is_no_longer_there() {
        let mut live = live(&LINES);
        for line in [
            r#"{"ms":2100,"event":"left","peer":2,"why":"too slow"}"#,
            r#"{"ms":2101,"event":"left","peer":2,"why":"gone"}"#,
        ] {
            live.take_line(record::line(line.as_bytes()).unwrap());
        }
        let house = &live.ladder().house;
        assert_eq!((house.people.len(), house.gone.len()), (1, 1));
        assert_eq!(house.gone[0].name, "lenta");
    }

    #[test]
    fn whoever_left_while_something_was_missed_is_gone_when_all_were_told_again() {
        let mut live = live(&LINES);
        let take = |live: &mut Live, line: &str| {
            live.take_line(record::line(line.as_bytes()).unwrap());
        };
        take(
            &mut live,
            r#"{"ms":3000,"event":"missed","count":9,"by":"observer"}"#,
        );
        let ana = |ms| {
            format!(
                r#"{{"ms":{ms},"event":"census","peer":1,"name":"ana","frames_in":8,"bytes_out":0,"waiting":0,"age_ms":0.0}}"#
            )
        };
        take(&mut live, &ana(6900));
        assert_eq!(
            live.ladder().house.people.len(),
            2,
            "she may be told of yet"
        );
        take(&mut live, &ana(7100));
        let house = &live.ladder().house;
        assert_eq!((house.people.len(), house.gone.len()), (1, 1));
        assert_eq!(house.gone[0].name, "lenta");
        take(&mut live, &ana(99_000));
        assert_eq!(live.ladder().house.people.len(), 1, "who is told of stays");
    }

    #[test]
    fn a_thousand_people_fit_every_page() {
        let mut live = Live::new(Side::Server, "");
        for peer in 0..1000 {
            let census = format!(
                r#"{{"ms":1,"event":"census","peer":{peer},"frames_in":1,"bytes_out":0,"waiting":0,"age_ms":1.0}}"#
            );
            live.take_line(record::line(census.as_bytes()).unwrap());
        }
        let pages = [0, 20, 80, 120].map(|width| (0..40).map(move |height| (width, height)));
        for (width, height) in pages.into_iter().flatten() {
            for language in Language::ALL {
                let rows = people(live.ladder(), (width, height), language);
                assert!(rows.len() <= height.max(LEAST + 1), "{width} {height}");
            }
        }
    }
}
