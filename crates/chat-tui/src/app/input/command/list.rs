//! Every command, as it is shown: on the help page, in the pop-up, while it is written.

use crate::speech::Speech;

/// A command as it is typed, and what it does.
type Told = (&'static str, &'static str);

/// Every command, as the help page shows it.
pub fn all(speech: &Speech) -> Vec<Told> {
    let all = [&talking(speech)[..], &led(speech), &looking(speech)];
    all.concat()
}

/// Talking, and who is there.
fn talking(speech: &Speech) -> [Told; 12] {
    let words = &speech.commands;
    let (referring, house) = (&speech.referring, &speech.house);
    [
        (words.join_usage(), words.join()),
        (words.leave_usage(), words.leave()),
        (words.msg_usage(), words.msg()),
        (words.me_usage(), words.me()),
        (referring.reply_usage(), referring.reply()),
        (referring.react_usage(), referring.react()),
        (referring.correct_usage(), referring.correct()),
        (words.nick_usage(), words.nick()),
        (words.who_usage(), words.who()),
        (house.whois_usage(), house.whois()),
        ("/list", house.list()),
        (house.topic_usage(), house.topic()),
    ]
}

/// What is shared, and the class.
fn led(speech: &Speech) -> [Told; 21] {
    let (class, pasting) = (&speech.class, &speech.pasting);
    [
        (speech.trust.words_usage(), speech.trust.words_help()),
        (pasting.paste_usage(), pasting.paste()),
        (pasting.get_usage(), pasting.get()),
        (pasting.save_usage(), pasting.save()),
        ("/hand", class.hand()),
        (class.vote_usage(), class.vote()),
        (class.redact_usage(), class.redact()),
        (class.claim_usage(), class.claim()),
        ("/class", class.list()),
        (class.announce_usage(), class.announce()),
        ("/quiet [off]", class.quiet()),
        ("/lock [off]", class.lock()),
        (class.mute_usage(), class.mute()),
        (class.unmute_usage(), class.unmute()),
        (class.kick_usage(), class.kick()),
        (class.ban_usage(), class.ban()),
        (class.unban_usage(), class.unban()),
        ("/next", class.next()),
        (class.poll_usage(), class.poll()),
        (class.release_usage(), class.release()),
        (class.teacher_usage(), class.teacher()),
    ]
}

/// The screen, the past, the network.
fn looking(speech: &Speech) -> [Told; 28] {
    let (words, reading, past) = (&speech.commands, &speech.reading, &speech.past);
    let (setting, several) = (&speech.setting, &speech.several);
    [
        (words.clear_usage(), words.clear()),
        (words.edit_usage(), words.edit()),
        (words.theme_usage(), words.theme()),
        (setting.usage(), setting.what()),
        (setting.highlight_usage(), setting.highlight()),
        (words.help_usage(), words.help()),
        (several.connect_usage(), several.connect()),
        (DISCONNECT, several.disconnect()),
        (words.quit_usage(), words.quit()),
        (reading.go_usage(), reading.go()),
        (reading.mentions_usage(), reading.mentions()),
        (past.search_usage(), past.search()),
        (past.goto_usage(), past.goto()),
        (past.last_usage(), past.last()),
        (reading.copy_usage(), reading.copy()),
        (reading.bare_usage(), reading.bare()),
        (reading.present_usage(), reading.present()),
        (reading.rooms_usage(), reading.rooms()),
        (reading.people_usage(), reading.people()),
        (reading.ignore_usage(), reading.ignore()),
        (reading.unignore_usage(), reading.unignore()),
        (speech.weather.usage(), speech.weather.what()),
        (speech.weather.hold_usage(), speech.weather.hold()),
        (speech.weather.record_usage(), speech.weather.record()),
        (speech.wire.export_usage(), speech.wire.export()),
        (speech.wire.usage(), speech.wire.what()),
        ("/how [2|#18]", speech.wire.how()),
        (words.text_usage(), words.text()),
    ]
}

/// The same without those that are about the screen, and what they say of it.
pub fn without_screen(speech: &Speech) -> impl Iterator<Item = Told> {
    let (words, reading) = (&speech.commands, &speech.reading);
    let screen = [
        words.clear_usage(),
        words.edit_usage(),
        words.theme_usage(),
        reading.mentions_usage(),
        speech.past.goto_usage(),
        reading.copy_usage(),
        reading.bare_usage(),
        reading.present_usage(),
        reading.rooms_usage(),
        reading.people_usage(),
        speech.several.connect_usage(),
        DISCONNECT,
    ];
    let all = all(speech).into_iter();
    let kept = all.filter(move |(usage, _)| !screen.contains(usage));
    kept.map(|(usage, what)| {
        let lists = usage == reading.go_usage();
        (usage, if lists { reading.go_by_name() } else { what })
    })
}

/// How the command that is being written goes on, where it asks for something.
pub fn usage(written: &str, speech: &Speech) -> Option<&'static str> {
    let (word, _) = written.split_once(' ')?;
    let known = all(speech).into_iter().map(|(usage, _)| usage);
    let mut fits = known.filter(|usage| usage.split_once(' ').is_some_and(|(w, _)| w == word));
    fits.next()
}

/// How one leaves a server.
pub const DISCONNECT: &str = "/disconnect";
