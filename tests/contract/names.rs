//! Section 2 and 4: names: taken, renamed, compared, refused.

use chat_tests::on_every_transport;
use chat_tests::on_one_of;
use chat_tests::peer::Peer;
use chat_tests::wire::Via;
use serde_json::json;

use crate::house::server;

on_every_transport!(a_rename_is_told_to_all_and_to_the_renamed,);

on_one_of!(
    ALL:
    a_rename_is_told_in_every_room_of_the_renamed,
    after_a_rename_the_new_name_speaks_and_the_old_one_is_free,
    a_name_that_somebody_has_is_taken,
    names_that_look_alike_are_one_name,
    nobody_can_be_called_as_the_server_or_a_guest,
    accents_emoji_and_any_one_alphabet_are_fine_names,
    a_name_has_1_to_24_characters,
    what_hides_or_imitates_is_a_bad_name,
    a_name_is_free_again_when_its_bearer_has_left,
    a_refused_rename_changes_nothing,
);

fn a_rename_is_told_to_all_and_to_the_renamed(via: Via) {
    let server = server();
    let mut witness = Peer::join(&server, Via::Tcp, "witness");
    let mut ana = Peer::join(&server, via, "ana");
    ana.send(&json!({"type": "nick", "name": "eva"}));
    for peer in [&mut ana, &mut witness] {
        let notice = peer.hears("the renaming", |f| f.get("event") == Some("rename"));
        assert_eq!(notice.get("who"), Some("ana"), "{}", notice.raw());
        assert_eq!(notice.get("now"), Some("eva"), "{}", notice.raw());
        assert_eq!(notice.get("room"), Some("lobby"), "{}", notice.raw());
        assert!(notice.text().contains("eva"), "{}", notice.raw());
    }
}

fn a_rename_is_told_in_every_room_of_the_renamed(via: Via) {
    let server = server();
    let mut in_lobby = Peer::join(&server, Via::Tcp, "one");
    let mut in_lab = Peer::join_room(&server, Via::Tcp, "two", "lab");
    let mut elsewhere = Peer::join_room(&server, Via::Tcp, "three", "yard");
    let mut ana = Peer::join(&server, via, "ana");
    ana.enter("ana", "lab");
    ana.send(&json!({"type": "nick", "name": "eva"}));
    for (peer, room) in [(&mut in_lobby, "lobby"), (&mut in_lab, "lab")] {
        let notice = peer.hears("the renaming", |f| f.tells("rename", "ana"));
        assert_eq!(notice.get("room"), Some(room), "{}", notice.raw());
    }
    let seen = elsewhere.fence();
    assert!(seen.is_empty(), "{seen:?}");
}

fn after_a_rename_the_new_name_speaks_and_the_old_one_is_free(via: Via) {
    let server = server();
    let mut witness = Peer::join(&server, Via::Tcp, "witness");
    let mut ana = Peer::join(&server, via, "ana");
    ana.send(&json!({"type": "nick", "name": "eva"}));
    assert_eq!(ana.says("it is me").name(), "eva");
    witness.is_refused(&json!({"type": "nick", "name": "Eva"}), "name_taken");
    let mut other = Peer::join(&server, via, "ana");
    assert_eq!(other.says("it is I").name(), "ana");
    witness.send(&json!({"text": "psst", "to": "eva"}));
    ana.hears("the whisper", |f| f.says("psst"));
}

fn a_name_that_somebody_has_is_taken(via: Via) {
    let server = server();
    let _ana = Peer::join(&server, Via::Tcp, "ana");
    let mut other = Peer::connect(&server, via);
    for name in ["ana", "Ana", "ANA", "ａｎａ", "ＡＮＡ"] {
        let refusal = other.is_refused(&json!({"type": "join", "name": name}), "name_taken");
        assert!(!refusal.text().is_empty());
    }
    // The other one may choose again, on the same connection.
    assert_eq!(other.enter("bob", "lobby").get("you"), Some("bob"));
    other.is_refused(&json!({"type": "nick", "name": "anA"}), "name_taken");
}

fn names_that_look_alike_are_one_name(via: Via) {
    let server = server();
    let _ana = Peer::join(&server, Via::Tcp, "ana");
    let _joao = Peer::join(&server, Via::Tcp, "joão");
    let _ace = Peer::join(&server, Via::Tcp, "ace");
    let mut other = Peer::join(&server, via, "other");
    for name in [
        "аna",         // Cyrillic а
        "аnа",         // two of them
        "ana\u{200b}", // zero-width space
        "a\u{200d}na", // zero-width joiner
        "\u{feff}ana", // byte order mark
        "ana\u{fe0f}", // variation selector
        "ana\u{00ad}", // soft hyphen
        "\u{202e}ana", // right to left
        "joa\u{303}o", // the same, decomposed
        "JOÃO",        // upper case
        "асе",         // Cyrillic through and through
        "𝐚𝐧𝐚",         // mathematical letters
        "ⓐⓝⓐ",         // circled letters
        "ꓮꓠꓮ",         // Lisu
        "ᴀɴᴀ",         // small capitals
        "🅰🅽🅰",         // in boxes
    ] {
        other.send(&json!({"type": "nick", "name": name}));
        let answer = other.hears("an answer", |f| matches!(f.kind(), "error" | "notice"));
        let refused = answer.refuses("name_taken") || answer.refuses("bad_name");
        assert!(refused, "{name:?}: {}", answer.raw());
    }
}

fn nobody_can_be_called_as_the_server_or_a_guest(via: Via) {
    let server = server();
    let mut peer = Peer::connect(&server, via);
    for name in [
        "server",
        "SERVER",
        "Server",
        "ｓｅｒｖｅｒ",
        "ѕеrvеr",
        "ѕerver",
        "server\u{200b}",
        "𝗌𝖾𝗋𝗏𝖾𝗋",
        "guest-1",
        "guest-204",
        "Guest-7",
        "GUEST-1",
        "ｇｕｅｓｔ-1",
        "guеst-1",
        "guest-1\u{200b}",
        "ꓢꓰꓣꓦꓰꓣ",
        "SERVEᖇ",
        "ꜱᴇʀᴠᴇʀ",
        "🆂🅴🆁🆅🅴🆁",
    ] {
        peer.send(&json!({"type": "join", "name": name}));
        let answer = peer.hears("an answer", |f| matches!(f.kind(), "error" | "welcome"));
        let refused = answer.refuses("name_taken") || answer.refuses("bad_name");
        assert!(refused, "{name:?}: {}", answer.raw());
    }
}

fn accents_emoji_and_any_one_alphabet_are_fine_names(via: Via) {
    let server = server();
    let mut ana = Peer::join(&server, via, "ana");
    for name in [
        "Zé",
        "João_2",
        "李雷",
        "山田太郎",
        "Οδυσσέας",
        "Борис",
        "احمد",
        "👩‍👩‍👧",
        "❤️",
        "x",
        "ana.b-c_d",
        "r2d2",
        "nameserver",
        "guest",
    ] {
        ana.send(&json!({"type": "nick", "name": name}));
        let notice = ana.hears(name, |f| matches!(f.kind(), "error" | "notice"));
        assert_eq!(notice.get("now"), Some(name), "{}", notice.raw());
        assert_eq!(ana.says("it is me").name(), name);
    }
}

fn a_name_has_1_to_24_characters(via: Via) {
    let server = server();
    let mut ana = Peer::join(&server, via, "ana");
    for letter in ["x", "é", "漢"] {
        let longest = letter.repeat(24);
        ana.send(&json!({"type": "nick", "name": longest}));
        ana.hears("the renaming", |f| f.get("now") == Some(&longest));
        let long = letter.repeat(25);
        ana.is_refused(&json!({"type": "nick", "name": long}), "bad_name");
    }
    ana.is_refused(&json!({"type": "nick", "name": ""}), "bad_name");
    let endless = "x".repeat(20_000);
    ana.is_refused(&json!({"type": "nick", "name": endless}), "bad_name");
}

fn what_hides_or_imitates_is_a_bad_name(via: Via) {
    let server = server();
    let mut ana = Peer::join(&server, via, "ana");
    for name in [
        " ",
        "a b",
        " bob",
        "bob ",
        "a\tb",
        "a\nb",
        "a\u{a0}b",
        "a\u{3000}b",
        "bob\u{1b}[2J",
        "bob\u{7f}",
        "bob\u{9b}",
        "bob\u{0}",
        "bo\u{200b}b",
        "bob\u{202e}",
        "bob\u{2066}",
        "bob\u{e0041}",
        "\u{200b}",
        "\u{3164}",
        "bоb", // Latin and Cyrillic
        "Ιvo", // Greek and Latin
    ] {
        ana.is_refused(&json!({"type": "nick", "name": name}), "bad_name");
    }
    assert_eq!(ana.says("it is me").name(), "ana");
}

fn a_name_is_free_again_when_its_bearer_has_left(via: Via) {
    let server = server();
    let mut witness = Peer::join(&server, Via::Tcp, "witness");
    for round in 0..3 {
        let mut ana = Peer::join(&server, via, "ana");
        ana.says(&format!("round {round}"));
        ana.send(&json!({"type": "bye"}));
        witness.hears("the leaving", |f| f.tells("leave", "ana"));
    }
}

fn a_refused_rename_changes_nothing(via: Via) {
    let server = server();
    let mut witness = Peer::join(&server, Via::Tcp, "witness");
    let mut ana = Peer::join(&server, via, "ana");
    witness.hears("ana's coming", |f| f.tells("join", "ana"));
    ana.is_refused(&json!({"type": "nick", "name": "witness"}), "name_taken");
    ana.is_refused(&json!({"type": "nick", "name": "a b"}), "bad_name");
    assert_eq!(ana.says("it is me").name(), "ana");
    let seen = witness.hears_all("it", |f| f.says("it is me"));
    assert_eq!(seen.len(), 1, "nothing else was told: {seen:?}");
}
