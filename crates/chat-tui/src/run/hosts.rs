//! What whoever hosts is told.

use crate::app::App;
use crate::app::weather::Clocks;
use crate::hosting::Hosted;

/// For whom the server here is.
pub(in crate::run) enum Hosting {
    /// For everybody who comes.
    Others(Invitations),
    /// For the person at the keyboard and these, who follow a script.
    Demo(String),
}

impl Hosting {
    /// What others type to come.
    pub(in crate::run) fn lines(&self) -> &[String] {
        match self {
            Self::Others(invitations) => &invitations.lines,
            Self::Demo(_) => &[],
        }
    }

    /// What one who sits at a screen reads of it.
    pub(in crate::run) fn tell(self, app: &mut App) {
        match self {
            Self::Others(invitations) => invite(app, invitations),
            Self::Demo(names) => {
                app.weather.clocks = Clocks::OfAll;
                app.hint(&app.speech.demo.begins(names));
            }
        }
    }
}

/// What whoever hosts is told.
pub(in crate::run) struct Invitations {
    /// What others type to come.
    lines: Vec<String>,
    /// The same without this program.
    plain: Option<String>,
    /// The file that keeps what is said, or why there is none.
    kept: Result<String, String>,
    /// With what we become the teacher.
    claim: Option<String>,
    /// Whether others were looked for before, in vain.
    sought: bool,
}

impl Invitations {
    /// Of this one; `sought` says whether others were looked for before, in vain.
    pub(in crate::run) fn of(hosted: &Hosted, sought: bool) -> Self {
        Self {
            lines: hosted.invitations(),
            plain: hosted.plain_invitation(),
            kept: hosted.kept(),
            claim: hosted.claim_words(),
            sought,
        }
    }
}

fn invite(app: &mut App, invitations: Invitations) {
    let Invitations {
        lines,
        plain,
        kept,
        claim,
        sought,
    } = invitations;
    app.claim = claim;
    if sought {
        app.hint(app.speech.finding.nobody_near());
    }
    let words = &app.speech.troubles;
    let keeping = match kept {
        Ok(file) => words.hosting_keeps(file),
        Err(why) => words.hosting_keeps_nothing(why),
    };
    app.hint(&keeping);
    let words = &app.speech.troubles;
    if lines.is_empty() {
        app.hint(words.hosting_alone());
    } else {
        let how = lines.join("\n    ");
        app.hint(&words.hosting(how));
        if let Some(plain) = plain {
            app.hint(&app.speech.troubles.hosting_plain(plain));
        }
    }
    app.invitation = lines.into_iter().next();
}
