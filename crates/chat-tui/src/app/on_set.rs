//! Settings that change while the program runs, and are written into the configuration
//! file when the person says so.

use crate::app::errand::Errand;
use crate::app::errand::Given;
use crate::app::event::Effect;
use crate::app::highlight;
use crate::app::highlight::Highlight;
use crate::app::highlight::Unfit;
use crate::app::input::setting::Setting;
use crate::app::live;
use crate::app::live::HIGHLIGHT;
use crate::app::live::LIVE;
use crate::app::live::Live;
use crate::app::state::App;
use crate::areas::Panes;
use crate::near;
use crate::speech::topic::setting;

/// What was typed about them.
pub(in crate::app) fn obey(app: &mut App, what: Setting) {
    match what {
        Setting::List => list(app),
        Setting::Show(name) => {
            if let Some(live) = find(app, &name) {
                app.hint(&line(app, live));
            }
        }
        Setting::Change { name, value } => {
            if let Some(live) = find(app, &name) {
                change(app, live, &value);
            }
        }
        Setting::Keep => keep(app),
        Setting::Highlights => highlights(app),
        Setting::Highlight(word) => mark(app, &word),
        Setting::Unhighlight(word) => unmark(app, &word),
    }
}

/// A setting has another value, and is written when that is asked for.
pub(in crate::app) fn changed(app: &mut App, name: &'static str) {
    if !app.unsaved.contains(&name) {
        app.unsaved.push(name);
    }
}

/// Settings were written.
pub(in crate::app) fn on_kept(app: &mut App, path: &str, names: &[&'static str]) {
    app.unsaved.retain(|name| !names.contains(name));
    let names = names.join(", ");
    app.hint(&app.speech.setting.kept(setting::Kept { path, names }));
}

fn list(app: &mut App) {
    let mut lines: Vec<_> = LIVE.iter().map(|live| line(app, live)).collect();
    lines.push(app.speech.setting.how().to_owned());
    app.hint(&lines.join("\n"));
}

/// `times = minutes  (minutes, seconds, off)`.
fn line(app: &App, live: &Live) -> String {
    let is = live::typed(&(live.read)(&app.settings));
    let name = live.name;
    if live.values.is_empty() {
        return format!("{name} = {is}");
    }
    format!("{name} = {is}  ({})", live.values.join(", "))
}

/// The setting of this name; or the person is told which there are.
fn find(app: &mut App, name: &str) -> Option<&'static Live> {
    let found = live::named(name);
    if found.is_none() {
        let words = &app.speech.setting;
        let names = LIVE.map(|live| live.name);
        let near = near::nearest(&name.to_lowercase(), names.into_iter());
        let told = near.map_or_else(
            || {
                let all = names.join(", ");
                words.no_such(setting::NoSuch { name, all })
            },
            |near| words.no_such_but(setting::NoSuchBut { name, near }),
        );
        app.trouble(&told);
    }
    found
}

fn change(app: &mut App, live: &'static Live, value: &str) {
    let words = &app.speech.setting;
    let before = (live.read)(&app.settings);
    if (live.write)(&mut app.settings, value).is_none() {
        if live.values.is_empty() {
            let all = highlight::divided(value, highlight::DIVIDES);
            let why = Highlight::of(all).err().unwrap_or(Unfit::Word);
            return app.trouble(&why.words(app.speech));
        }
        let (name, all) = (live.name, live.values.join(", "));
        return app.trouble(&words.no_value(setting::NoValue { name, value, all }));
    }
    if live.is_of_a_list() {
        // What was shown or hidden by a key is now as it was just said.
        app.panes = Panes::default();
    }
    let is = (live.read)(&app.settings);
    if is != before {
        changed(app, live.name);
    }
    let (name, value) = (live.name, live::typed(&is));
    app.hint(&words.changed(setting::Changed { name, value }));
}

/// Asks for what was changed to be written.
fn keep(app: &mut App) {
    let all = LIVE.iter().filter(|live| app.unsaved.contains(&live.name));
    let kept: Vec<(&'static str, Given)> = all
        .map(|live| (live.name, (live.read)(&app.settings)))
        .collect();
    if kept.is_empty() {
        return app.hint(app.speech.setting.nothing_changed());
    }
    app.effects.push(Effect::Errand(Errand::Keep(kept)));
}

fn highlights(app: &mut App) {
    let words = &app.speech.setting;
    let all = app.settings.highlight.words();
    let told = if all.is_empty() {
        words.no_highlights().to_owned()
    } else {
        words.highlights(all.join(", "))
    };
    app.hint(&told);
}

fn mark(app: &mut App, word: &str) {
    let words = &app.speech.setting;
    match app.settings.highlight.add(word) {
        Ok(is_new) => {
            if is_new {
                changed(app, HIGHLIGHT);
            }
            app.hint(&words.highlighted(word));
        }
        Err(why) => app.trouble(&why.words(app.speech)),
    }
}

fn unmark(app: &mut App, word: &str) {
    let words = &app.speech.setting;
    if app.settings.highlight.remove(word) {
        changed(app, HIGHLIGHT);
        app.hint(&words.unhighlighted(word));
    } else {
        app.trouble(&words.not_highlighted(word));
    }
}
