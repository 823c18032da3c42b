//! The questions for what was said before.

use serde_json::value::RawValue;

use crate::codec::json::peer::fields::Fields;
use crate::codec::json::peer::fields::Raw;
use crate::codec::json::peer::fields::Since;
use crate::codec::json::peer::fields::word;
use crate::frame::id::Id;
use crate::frame::peer::History;
use crate::frame::peer::Part;
use crate::frame::peer::Paste;
use crate::frame::peer::Search;
use crate::frame::peer::Whom;
use crate::limits::PAGE_MOST;
use crate::limits::PAGE_USUAL;
use crate::paste::Code;
use crate::paste::Title;
use crate::refusal::FrameFault;
use crate::refusal::Refusal;
use crate::room::RoomName;
use crate::stamp::Stamp;
use crate::wanted::Words;

/// The fields of a `history`.
pub(super) fn history(
    raw: &Raw<'_>,
    room: Option<RoomName>,
    id: Option<Id>,
) -> Result<History, FrameFault> {
    Ok(History {
        room,
        part: part(raw)?,
        limit: limit(raw)?,
        id,
    })
}

/// The fields of a `search`.
pub(super) fn search(
    raw: &Raw<'_>,
    room: Option<RoomName>,
    id: Option<Id>,
) -> Result<Search, FrameFault> {
    Ok(Search {
        words: words(raw)?,
        room,
        from: word(raw.from, "from")?.as_deref().map(Whom::new),
        since: moment(raw.since, "since")?,
        until: moment(raw.until, "until")?,
        before: number(raw.before, "before", 1)?,
        limit: limit(raw)?,
        id,
    })
}

/// The fields of a `paste`.
pub(super) fn paste(
    raw: &Raw<'_>,
    room: Option<RoomName>,
    id: Option<Id>,
) -> Result<Paste, Refusal> {
    let text = word(raw.text, "text")?.ok_or(FrameFault::Missing("paste", "text"))?;
    let title = word(raw.title, "title")?;
    Ok(Paste {
        title: Title::of(title.as_deref().unwrap_or_default()),
        code: Code::parse(&text)?,
        room,
        id,
    })
}

/// Which paste a `get` fetches.
pub(super) fn number_of_paste(raw: &Raw<'_>) -> Result<u64, FrameFault> {
    number(raw.paste, "paste", 1)?.ok_or(FrameFault::Missing("get", "paste"))
}

pub(super) fn fill_history<'a>(fields: &mut Fields<'a>, asked: &'a History) {
    fields.room = asked.room.as_ref().map(RoomName::as_str);
    fields.limit = Some(asked.limit);
    match asked.part {
        Part::Newest => {}
        Part::Before(seq) => fields.before = Some(seq),
        Part::After(seq) => fields.after = Some(seq),
        Part::Around(seq) => fields.around = Some(seq),
    }
}

pub(super) fn fill_paste<'a>(fields: &mut Fields<'a>, shared: &'a Paste) {
    fields.room = shared.room.as_ref().map(RoomName::as_str);
    fields.title = Some(shared.title.as_str());
    fields.text = Some(shared.code.as_str());
}

pub(super) fn fill_get<'a>(fields: &mut Fields<'a>, room: Option<&'a RoomName>, number: u64) {
    fields.room = room.map(RoomName::as_str);
    fields.paste = Some(number);
}

pub(super) fn fill_search<'a>(fields: &mut Fields<'a>, asked: &'a Search) {
    fields.text = Some(asked.words.as_str());
    fields.room = asked.room.as_ref().map(RoomName::as_str);
    fields.from = asked.from.as_ref().map(|whom| &*whom.shown);
    fields.since = asked.since.map(Since::Moment);
    fields.until = asked.until;
    fields.before = asked.before;
    fields.limit = Some(asked.limit);
}

/// Where in a room's past a `history` lies.
fn part(raw: &Raw<'_>) -> Result<Part, FrameFault> {
    let before = number(raw.before, "before", 1)?.map(Part::Before);
    let after = number(raw.after, "after", 0)?.map(Part::After);
    let around = number(raw.around, "around", 1)?.map(Part::Around);
    let mut parts = [before, after, around].into_iter().flatten();
    match (parts.next(), parts.next()) {
        (None, _) => Ok(Part::Newest),
        (Some(part), None) => Ok(part),
        (Some(_), Some(_)) => Err(FrameFault::Places),
    }
}

fn number(
    raw: Option<&RawValue>,
    field: &'static str,
    least: u64,
) -> Result<Option<u64>, FrameFault> {
    let number = raw.map(|raw| serde_json::from_str::<u64>(raw.get()));
    match number {
        None => Ok(None),
        Some(Ok(number)) if number >= least => Ok(Some(number)),
        Some(_) => Err(FrameFault::Value(field, "the `seq` of a message")),
    }
}

fn limit(raw: &Raw<'_>) -> Result<u64, FrameFault> {
    let limit = raw
        .limit
        .map_or(Ok(PAGE_USUAL), |raw| serde_json::from_str(raw.get()));
    let limit = limit.ok().filter(|limit| (1..=PAGE_MOST).contains(limit));
    limit.ok_or(FrameFault::Value("limit", "a number from 1 to 100"))
}

fn moment(raw: Option<&RawValue>, field: &'static str) -> Result<Option<Stamp>, FrameFault> {
    let fault = FrameFault::Value(field, "a time like 2026-11-20T14:03:07Z");
    let Some(text) = word(raw, field)? else {
        return Ok(None);
    };
    Stamp::parse_rfc3339(&text).map(Some).ok_or(fault)
}

fn words(raw: &Raw<'_>) -> Result<Words, FrameFault> {
    let text = word(raw.text, "text")?.ok_or(FrameFault::Missing("search", "text"))?;
    let fault = FrameFault::Value("text", "1 to 32 words of letters or digits");
    Words::parse(&text).ok_or(fault)
}
