//! Every number of the outside contract, once, with its reason.
//!
//! What an operator may change (rates, queues, time-outs) is not here but in
//! the server's configuration.

/// The longest text of one message, in bytes of UTF-8, as the peer sent it:
/// a page of prose, and small enough that a room's history stays small.
pub const TEXT_BYTES: usize = 4096;

/// The longest line (without its end) or datagram. Room for any legal text
/// however its JSON is escaped: six bytes (`\u00e9`) for each of 4096, and the
/// other fields.
pub const LINE_BYTES: usize = 32_768;

/// The greatest datagram there can be: room to read any, so that one that is too
/// long is refused and not cut.
pub const GREATEST_DATAGRAM: usize = 65_536;

/// The shortest question after servers: as long as the longest answer, so that nobody is
/// sent more than was sent in its name.
pub const FIND_BYTES: usize = 384;

/// The longest paste, in bytes of UTF-8, as the peer sent it: a page of code, and small
/// enough to be one frame however its JSON is escaped.
pub const PASTE_BYTES: usize = 16_384;

/// The longest title of a paste, in characters.
pub const PASTE_TITLE_CHARS: usize = 64;

/// The longest name, in characters after normalisation.
pub const NAME_CHARS: usize = 24;

/// The longest room name, in characters, without the leading `#`.
pub const ROOM_CHARS: usize = 32;

/// The longest `id` that is repeated: room for a UUID with a prefix.
pub const ID_BYTES: usize = 64;

/// The most bytes of names in one `who` or gathered `notice` frame; a longer
/// list is cut into several frames. Keeps every frame of the server well under
/// what one datagram and one [`LINE_BYTES`] line hold.
pub const NAMES_BYTES: usize = 4096;

/// The longest text of a `search`.
pub const SEARCH_BYTES: usize = 1024;

/// The most words of one: more than anybody types, few enough to be looked for at once.
pub const SEARCH_WORDS: usize = 32;

/// The most messages that one `history` or `search` may ask for.
pub const PAGE_MOST: u64 = 100;

/// How many it is answered with where it does not say.
pub const PAGE_USUAL: u64 = 50;

/// The longest announcement, and the longest question of a poll: a row or two of a screen.
pub const ANNOUNCEMENT_BYTES: usize = 400;

/// The longest reason of a teacher, and the longest option of a poll.
pub const REASON_BYTES: usize = 200;

/// The fewest and the most options of a poll: each is one digit.
pub const POLL_OPTIONS: std::ops::RangeInclusive<usize> = 2..=9;

/// The longest time for which somebody may be muted or banned: a year.
pub const ORDER_SECONDS: u64 = 366 * 24 * 3600;

/// The most addresses of other servers that a welcome tells of: nobody tries more of them.
pub const OTHER_SERVERS: usize = 16;

/// The longest such address, in bytes: the longest name of a host, and a port.
pub const ADDRESS_BYTES: usize = 255;
