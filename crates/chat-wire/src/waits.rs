//! The retransmission timer of one frame, to scale: when each transmission left and what
//! it waited, beside the course's own algorithm, which doubles each time.

use unicode_width::UnicodeWidthStr;

use crate::marks::Mark;
use crate::payload::Payload;
use crate::record::event::Why;
use crate::rows::Ladder;
use crate::rows::row::Row;
use crate::words::label::label;
use crate::words::language::Language;

/// One transmission.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Sent {
    /// Microseconds since the first.
    after: i64,
    /// Which.
    copy: u16,
    /// Why it left.
    why: Option<Why>,
    /// The timeout that began with it.
    wait: Option<i64>,
    mark: Mark,
}

/// The lines of the picture, for the frame that a row is of, in so many columns; nothing
/// where it is of none.
pub fn waits(ladder: &Ladder, at: usize, width: usize, language: Language) -> Option<Vec<String>> {
    let row = ladder.rows.get(at)?;
    row.payload()?.n?;
    let sent = transmissions(ladder, at)?;
    let mut lines = vec![label(row, language)];
    lines.extend(picture(&sent, width, language));
    lines.push(String::new());
    lines.extend(sent.iter().map(|sent| told(sent, language)));
    lines.push(String::new());
    lines.extend(lately(ladder, row, width, language));
    Some(lines)
}

/// What is to be said of it.
pub fn sentence(language: Language) -> String {
    language.of_three(
        format_args!("A wait that passes in silence makes the next one longer, so that a path that is full gets room: here once, then after every third; in the textbook each time. Any answer, of whatever frame, makes it short again."),
        format_args!("Uma espera que passa em silêncio torna a seguinte mais longa, para dar folga a um caminho cheio: aqui uma vez, depois a cada terceira; no manual, sempre. Qualquer resposta, a que trama for, volta a encurtá-la."), format_args!("Uma espera que passa em silêncio torna a seguinte mais longa, para dar folga a um caminho cheio: aqui uma vez, depois a cada terceira; no livro, sempre. Qualquer resposta, a que quadro for, volta a encurtá-la."),
    )
}

fn transmissions(ladder: &Ladder, at: usize) -> Option<Vec<Sent>> {
    let rows = ladder.transmissions(at);
    let rows: Vec<_> = rows.iter().filter_map(|at| ladder.rows.get(*at)).collect();
    let first = rows.first()?.at;
    let sent = rows.iter().map(|row| {
        let (why, wait) = row.decision().unzip();
        Sent {
            after: row.at - first,
            copy: row
                .payload()
                .and_then(Payload::frame)
                .map_or(1, |(_, copy)| copy),
            why,
            wait: wait.flatten(),
            mark: row.mark,
        }
    });
    Some(sent.collect())
}

/// Both on one axis.
fn picture(sent: &[Sent], width: usize, language: Language) -> Vec<String> {
    let ours: Vec<_> = sent.iter().map(|sent| sent.after).collect();
    let wait = sent.iter().find_map(|sent| sent.wait);
    let book = wait.map(|wait| doubling(wait, ours.len()));
    let ends = [
        ours.last().copied(),
        book.as_ref().and_then(|book| book.last().copied()),
        // The wait that is under way.
        sent.last().and_then(|last| Some(last.after + last.wait?)),
    ];
    let end = ends.into_iter().flatten().max().unwrap_or(0).max(1);
    let names = [
        language.of(format_args!("this program"), format_args!("este programa")),
        language.word(["textbook", "manual", "livro"]).to_owned(),
    ];
    let indent = names.iter().map(|name| name.width()).max().unwrap_or(0) + 3;
    let room = width.saturating_sub(indent + 1).max(8);
    let scale = Scale { room, end };
    let mut lines = Vec::new();
    for (name, times) in names.iter().zip([Some(ours), book]) {
        let Some(times) = times else { continue };
        lines.push(format!(
            " {}{}",
            padded(name, indent - 1),
            scale.axis(&times)
        ));
        lines.push(format!("{:indent$}{}", "", scale.names(&times)));
    }
    let (column, end) = (language.time(scale.column()), language.time(end));
    lines.push(language.of(
        format_args!("{:indent$}1 column is {column}; all of it {end}", ""),
        format_args!("{:indent$}1 coluna são {column}; ao todo {end}", ""),
    ));
    lines
}

/// When the course's algorithm would have sent it: each wait is twice the one before.
fn doubling(wait: i64, count: usize) -> Vec<i64> {
    let mut times = vec![0];
    let (mut at, mut wait) = (0_i64, wait.max(1));
    for _ in 1..count.min(MOST) {
        at = at.saturating_add(wait);
        wait = wait.saturating_mul(2);
        times.push(at);
    }
    times
}

/// A time axis in columns.
struct Scale {
    room: usize,
    end: i64,
}

impl Scale {
    fn at(&self, time: i64) -> usize {
        let room = i64::try_from(self.room - 1).unwrap_or(i64::MAX);
        let at = time.clamp(0, self.end).saturating_mul(room) / self.end;
        usize::try_from(at).unwrap_or(0)
    }

    fn column(&self) -> i64 {
        self.end / i64::try_from(self.room).unwrap_or(1).max(1)
    }

    fn axis(&self, times: &[i64]) -> String {
        let mut cells = vec!["─"; self.room];
        for time in times {
            if let Some(cell) = cells.get_mut(self.at(*time)) {
                *cell = "├";
            }
        }
        cells.concat()
    }

    /// `t1  t2      t3`, as far as there is room between them.
    fn names(&self, times: &[i64]) -> String {
        let mut line = String::new();
        for (at, time) in times.iter().enumerate() {
            let column = self.at(*time);
            let wide = line.width();
            if column >= wide && (wide == 0 || column > wide) {
                line.push_str(&" ".repeat(column - wide));
                line.push('t');
                line.push_str(&(at + 1).to_string());
            }
        }
        line
    }
}

/// `t2  after 43 ms: nobody answered in time; waits 86 ms  ✓`.
fn told(sent: &Sent, language: Language) -> String {
    let Sent { after, copy, .. } = sent;
    let after = language.time(*after);
    let why = match sent.why {
        Some(Why::Timeout) => language.of(
            format_args!("no answer in time"),
            format_args!("sem resposta a tempo"),
        ),
        Some(Why::Overtaken) => language.of(
            format_args!("a later one had come: not waited for"),
            format_args!("já viera uma posterior: não se esperou"),
        ),
        Some(Why::New) | None if *copy == 1 => {
            language.of(format_args!("first"), format_args!("primeira"))
        }
        Some(Why::New) | None => String::new(),
    };
    let wait = sent.wait.map(|wait| {
        let wait = language.time(wait);
        language.of(format_args!("waits {wait}"), format_args!("espera {wait}"))
    });
    let words: Vec<_> = [Some(why), wait]
        .into_iter()
        .flatten()
        .filter(|words| !words.is_empty())
        .collect();
    let line = format!(
        " t{copy}  +{after}  {}  {}",
        words.join("; "),
        sent.mark.sign(false)
    );
    line.trim_end().to_owned()
}

/// The waits of this side's newest frames, as bars: where one stands high, nothing was
/// heard; where it falls, something was.
fn lately(ladder: &Ladder, of: &Row, width: usize, language: Language) -> Vec<String> {
    let same = |row: &&Row| row.conversation == of.conversation && row.sender == of.sender;
    let waits = ladder.rows.iter().rev().filter(same);
    let waits = waits.filter_map(|row| row.decision()?.1);
    let mut waits: Vec<i64> = waits.take(width.saturating_sub(4).min(MOST_BARS)).collect();
    waits.reverse();
    let (Some(least), Some(most)) = (waits.iter().min(), waits.iter().max()) else {
        return Vec::new();
    };
    let bar = |wait: &i64| {
        // Waits double: so do the steps.
        let step = (*wait / (*least).max(1)).max(1).ilog2();
        let step = usize::try_from(step).unwrap_or(usize::MAX);
        BARS.get(step).or(BARS.last()).copied().unwrap_or(' ')
    };
    let bars: String = waits.iter().map(bar).collect();
    let (least, most) = (language.time(*least), language.time(*most));
    let count = waits.len();
    vec![
        language.of(
            format_args!(" the waits of the last {count} transmissions, {least} to {most}:"),
            format_args!(" as esperas das últimas {count} transmissões, {least} a {most}:"),
        ),
        format!(" {bars}"),
    ]
}

fn padded(name: &str, width: usize) -> String {
    let blanks = width.saturating_sub(name.width());
    format!("{name}{}", " ".repeat(blanks))
}

/// Each twice the one before.
const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// More transmissions no frame has.
const MOST: usize = 64;

/// As many as one line holds.
const MOST_BARS: usize = 120;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::Live;
    use crate::record;
    use crate::rows::party::Side;

    fn ladder() -> Ladder {
        let mut live = Live::new(Side::Client, "ana");
        let mut take = |line: String| {
            live.take_line(record::line(line.as_bytes()).unwrap());
        };
        for (copy, (ms, wait, why)) in [
            (0, 40, "new"),
            (40, 80, "timeout"),
            (120, 80, "timeout"),
            (200, 80, "timeout"),
        ]
        .into_iter()
        .enumerate()
        {
            let copy = copy + 1;
            take(format!(
                r#"{{"ms":{ms},"flow":1,"event":"sent","n":7,"try":{copy},"why":"{why}","bytes":9,"wait_ms":{wait}}}"#
            ));
            take(format!(
                r#"{{"ms":{ms},"flow":1,"event":"out","x":"0000000{copy}","bytes":9,"what":{{"n":7,"try":{copy},"type":"msg"}}}}"#
            ));
        }
        live.ladder().clone()
    }

    #[test]
    fn ours_and_the_textbooks_stand_to_one_scale() {
        let lines = waits(&ladder(), 1, 57, Language::English).unwrap();
        let seen = lines.join("\n");
        let expected = "7 msg t2
 this program  ├────├───────────├──────────├────────────
               t1   t2          t3         t4
 textbook      ├────├───────────├──────────────────────├
               t1   t2          t3                     t4
               1 column is 6.8 ms; all of it 280 ms

 t1  +0.0 ms  first; waits 40 ms  ?
 t2  +40 ms  no answer in time; waits 80 ms  ?
 t3  +120 ms  no answer in time; waits 80 ms  ?
 t4  +200 ms  no answer in time; waits 80 ms  ?

 the waits of the last 4 transmissions, 40 ms to 80 ms:
 ▁▂▂▂";
        assert_eq!(seen, expected, "\n{seen}");
    }

    #[test]
    fn no_width_fails_and_what_is_no_frame_has_no_waits() {
        let ladder = ladder();
        for width in 0..130 {
            for language in Language::ALL {
                assert!(waits(&ladder, 0, width, language).is_some());
            }
        }
        assert_eq!(waits(&ladder, 99, 80, Language::English), None);
        assert_eq!(doubling(i64::MAX, 99).len(), MOST);
    }
}
