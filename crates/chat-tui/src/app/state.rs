//! Everything that the screen shows and remembers.

use std::borrow::Cow;
use std::time::Duration;
use std::time::Instant;

use chat_proto::frame::peer::Part;
use chat_proto::now::Now;
use chat_proto::room::RoomName;
use chat_proto::stamp::Stamp;
use chat_proto::text::clean;
use chat_trust::words::SixWords;

use crate::app::beside::Beside;
use crate::app::beside::ServerId;
use crate::app::beside::Sight;
use crate::app::conversation::entry::Entry;
use crate::app::conversation::entry::Kind;
use crate::app::conversation::places::Kept;
use crate::app::conversation::places::Places;
use crate::app::conversation::places::With;
use crate::app::conversation::prompt;
use crate::app::conversation::quoting::About;
use crate::app::conversation::timeline::Timeline;
use crate::app::event::Action;
use crate::app::event::Effect;
use crate::app::focus::Focus;
use crate::app::focus::found::Found;
use crate::app::focus::jump::Jump;
use crate::app::focus::question::Question;
use crate::app::input::completion::Completion;
use crate::app::input::composer::Composer;
use crate::app::input::fetched::Fetched;
use crate::app::input::held::Held;
use crate::app::input::listing::Listing;
use crate::app::keys::binding::Scope;
use crate::app::keys::chord::Chord;
use crate::app::keys::chord::Sequence;
use crate::app::people::attention::Attention;
use crate::app::people::class::Class;
use crate::app::people::elsewhere::Elsewhere;
use crate::app::people::faces::Faces;
use crate::app::people::ignored::Ignored;
use crate::app::people::roster::Roster;
use crate::app::people::signs::Signs;
use crate::app::settings::ScreenSettings;
use crate::app::weather::Weather;
use crate::app::wire::window::Window as WireWindow;
use crate::areas;
use crate::areas::Areas;
use crate::areas::Pane;
use crate::areas::Panes;
use crate::areas::Shown;
use crate::areas::Wanted;
use crate::session::Session;
use crate::session::phase::Phase;
use crate::session::traffic::Setup;
use crate::speech;
use crate::speech::Speech;
use crate::wrap;

/// The state of the screen.
#[derive(Debug)]
pub struct App {
    /// Which server it is about, of several.
    pub server: ServerId,
    /// What that is called where there are several.
    pub title: String,
    /// What there is at the others, in the order of their ids.
    pub beside: Vec<Beside>,
    /// Whether it is the one that is shown.
    pub sight: Sight,
    /// What is said to the person, in their language.
    pub speech: &'static Speech,
    /// The conversation.
    pub session: Session,
    /// What is said and written, room by room.
    pub places: Places,
    /// Who is there.
    pub roster: Roster,
    /// On which other server they are.
    pub elsewhere: Elsewhere,
    /// By what names are told apart.
    pub faces: Faces,
    /// Who writes and who is away.
    pub signs: Signs,
    /// What a teacher has set.
    pub class: Class,
    /// With what we become the teacher of a server of our own, once we are in.
    pub claim: Option<String>,
    /// Whose words are not shown.
    pub ignored: Ignored,
    /// How the person wants it.
    pub settings: ScreenSettings,
    /// The settings that were changed and are not written yet.
    pub(in crate::app) unsaved: Vec<&'static str>,
    /// The panes that were asked for, or not wanted, since it began.
    pub(in crate::app) panes: Panes<Option<Shown>>,
    /// What the keys act upon.
    pub focus: Focus,
    /// A key that began a sequence.
    pub begun: Option<Chord>,
    /// When the question "press again to quit" is forgotten, if it was asked.
    pub quit_asked: Option<Instant>,
    /// What was asked last of the past, and where one wants to go in it.
    pub(in crate::app) asked_past: Option<(RoomName, Part)>,
    pub(in crate::app) jump: Option<Jump>,
    /// Searches of which all is told in lines once it has come: the first is being asked.
    pub(in crate::app) looked: Vec<Found>,
    /// What is written next answers this.
    pub about: Option<About>,
    /// Which rooms the server has told of.
    pub listing: Listing,
    /// What has to be answered before something is sent.
    pub asked: Option<Question>,
    /// What is fetched to be written into a file.
    pub(in crate::app) fetched: Option<Fetched>,
    /// Whether it was asked who else is here with our key.
    pub(in crate::app) asked_twice: bool,
    /// A long paste that waits for Enter or Esc.
    pub held: Option<Held>,
    /// The conversation for which somebody writes in an editor of their own.
    pub(in crate::app) edited: Option<With>,
    /// When another conversation came to be shown that nobody had asked for.
    pub(in crate::app) moved: Option<Instant>,
    /// The words that Tab goes through.
    pub completion: Option<Completion>,
    /// Whether the pop-up is not wanted for the command that is being written.
    pub(in crate::app) popup_closed: bool,
    /// A word in the status row, until the next key.
    pub flash: Option<Cow<'static, str>>,
    /// The words of our key, if we know them.
    pub words: Option<SixWords>,
    /// Whether somebody looks at the screen.
    pub(in crate::app) attention: Attention,
    /// What the network is made to be.
    pub weather: Weather,
    /// The window on the wire.
    pub wire: WireWindow,
    /// What others type to come here, where this program hosts the server.
    pub invitation: Option<String>,
    /// Why there is no connection, as far as it was told already.
    pub(in crate::app) last_trouble: Option<String>,
    /// When we first came in: what was said before is old.
    pub(in crate::app) since: Option<Stamp>,
    /// Minutes east of UTC.
    pub offset_minutes: i32,
    /// The moment of the last event.
    pub now: Now,
    /// Columns and rows of the window.
    pub size: (u16, u16),
    /// What is to be done outside.
    pub(in crate::app) effects: Vec<Effect>,
}

impl App {
    /// A screen of no size yet, beginning to connect.
    pub fn new(now: Now, setup: Setup, offset_minutes: i32, settings: ScreenSettings) -> Self {
        let weather = Weather::clear(setup.datagrams, setup.seed);
        Self {
            server: ServerId::FIRST,
            title: String::new(),
            beside: Vec::new(),
            sight: Sight::Shown,
            places: Places::new(
                With::Room(setup.room.clone()),
                offset_minutes,
                Kept::messages(settings.history),
            ),
            speech: speech::of(settings.language),
            session: Session::new(now, setup),
            roster: Roster::default(),
            elsewhere: Elsewhere::default(),
            faces: Faces::default(),
            signs: Signs::default(),
            class: Class::default(),
            claim: None,
            ignored: Ignored::default(),
            settings,
            unsaved: Vec::new(),
            panes: Panes::default(),
            focus: Focus::Chat,
            begun: None,
            quit_asked: None,
            asked_past: None,
            jump: None,
            looked: Vec::new(),
            about: None,
            listing: Listing::default(),
            asked: None,
            fetched: None,
            asked_twice: false,
            held: None,
            edited: None,
            moved: None,
            completion: None,
            popup_closed: false,
            flash: None,
            words: None,
            attention: Attention::new(now.mono),
            invitation: None,
            weather,
            wire: WireWindow::default(),
            last_trouble: None,
            since: None,
            offset_minutes,
            now,
            size: (0, 0),
            effects: vec![Effect::Draw],
        }
    }

    /// Shows a part of the screen, or hides it.
    pub(in crate::app) fn toggle(&mut self, pane: Pane) {
        let Areas::Parts(parts) = self.areas() else {
            return;
        };
        if pane == Pane::Rooms && self.places.count() == 1 && self.beside.is_empty() {
            self.flash = Some(self.speech.flashes.one_conversation().into());
            return;
        }
        let other = if parts.has(pane) {
            Shown::Never
        } else {
            Shown::Asked
        };
        *self.panes.of_mut(pane) = Some(other);
    }

    /// What was said in the conversation that is shown.
    pub fn timeline(&self) -> &Timeline {
        &self.places.shown().timeline
    }

    /// What is being written there.
    pub fn composer(&self) -> &Composer {
        &self.places.shown().composer
    }

    /// The room that is shown, if it is one.
    pub fn room(&self) -> Option<&RoomName> {
        match &self.places.shown().with {
            With::Room(room) => Some(room),
            With::Nobody | With::Person(_) => None,
        }
    }

    pub(in crate::app) fn timeline_mut(&mut self) -> &mut Timeline {
        &mut self.places.shown_mut().timeline
    }

    pub(in crate::app) fn composer_mut(&mut self) -> &mut Composer {
        &mut self.places.shown_mut().composer
    }

    /// What is shown is also looked at, if somebody is there.
    pub(in crate::app) fn look(&mut self) {
        if self.sight == Sight::Behind || self.attention.is_elsewhere(self.now.mono) {
            self.timeline_mut().look_away();
        } else {
            self.timeline_mut().look_back();
        }
    }

    /// Where the parts of the screen are now.
    pub fn areas(&self) -> Areas {
        let (width, height) = self.size;
        // What was asked for last counts; a list of one conversation is none.
        let (asked, chosen) = (self.panes, self.settings.panes);
        let rooms = asked.rooms.unwrap_or(chosen.rooms);
        let several = self.places.count() > 1 || !self.beside.is_empty();
        let wanted = Wanted {
            panes: Panes {
                rooms: if several { rooms } else { Shown::Never },
                people: asked.people.unwrap_or(chosen.people),
            },
            time: self.settings.times.columns(),
            wire: self.wire.extent().is_some(),
            banner: u16::try_from(self.banner().len()).unwrap_or(u16::MAX),
        };
        areas::areas(width, height, self.input_rows(), wanted)
    }

    /// The columns that the input's text has.
    pub fn input_width(&self) -> u16 {
        // The prompt, and the place of the cursor after the last character.
        let prompt = u16::try_from(wrap::width(&self.prompt())).unwrap_or(0);
        self.size.0.saturating_sub(prompt + 1).max(1)
    }

    /// What stands before the input.
    pub fn prompt(&self) -> String {
        prompt::of(self.session.you(), &self.places.shown().with, self.size.0)
    }

    /// Enters one more room, which is not shown.
    pub fn enter_too(&mut self, room: RoomName) {
        self.session.join(self.now, &room, None);
        self.places.open(&With::Room(room));
    }

    /// The key that does this where the keys act now, if one does.
    pub fn key(&self, action: Action) -> Option<Sequence> {
        self.settings.keymap.hint(self.focus.scope(), action)
    }

    /// The key that mends what was not said, or perhaps not.
    pub(in crate::app) fn mend_key(&self) -> String {
        let key = self.settings.keymap.hint(Scope::Chat, Action::Mend);
        key.map_or_else(|| "-".to_owned(), |key| key.to_string())
    }

    /// Whether it is over: then what was sent last still has to go out.
    pub fn has_left(&self) -> bool {
        matches!(self.session.phase(), Phase::Ended { .. })
    }

    /// Says something of this program's own.
    pub fn hint(&mut self, text: &str) {
        self.note(Kind::Hint, text);
    }

    /// Says that something went wrong.
    pub fn trouble(&mut self, text: &str) {
        self.note(Kind::Trouble, text);
    }

    /// When the count-down, or the time that an answer is owed, shows another
    /// number.
    pub(in crate::app) fn next_second(&self) -> Option<Instant> {
        let part = match self.session.phase() {
            Phase::Waiting { until, .. } => {
                let left = until.checked_duration_since(self.now.mono)?;
                left.subsec_millis()
            }
            Phase::Online { pulse, .. } => 1000 - pulse.owes_for(self.now.mono)?.subsec_millis(),
            Phase::Connecting
            | Phase::Joining { .. }
            | Phase::Asking { .. }
            | Phase::Ended { .. } => return None,
        };
        Some(self.now.mono + Duration::from_millis(u64::from(part) + 1))
    }

    /// When a sign of somebody is no longer believed, or others are told that
    /// nobody sits here.
    pub(in crate::app) fn next_sign(&self) -> Option<Instant> {
        let gone = self.attention.gone_at();
        let gone = (self.settings.signs && gone > self.now.mono).then_some(gone);
        self.signs.next_end().into_iter().chain(gone).min()
    }

    fn note(&mut self, kind: Kind, text: &str) {
        let at: Option<Stamp> = Some(self.now.wall);
        self.timeline_mut()
            .push(Entry::new(at, kind, "", &clean(text)));
    }

    fn input_rows(&self) -> u16 {
        let rows = wrap::rows(self.composer().text(), usize::from(self.input_width()));
        u16::try_from(rows.len()).unwrap_or(u16::MAX)
    }
}
