//! A connection that is cut at any moment.

use std::time::Duration;

use chat_proto::frame::PeerFrame;
use proptest::prelude::*;

use super::play::Play;
use crate::session::traffic::Input;

/// A server that says everything to everybody, and a connection that is cut
/// at any moment: before a message arrived (1), before its receipt came (2), or
/// before that of several (3).
fn through_cuts(cuts: &[u8], rate_limit: Option<&'static str>) -> Vec<String> {
    let mut play = Play::new(false);
    play.rate_limit = rate_limit;
    play.online("r", 0);
    let mut server: Vec<String> = Vec::new();
    for n in 0..6 {
        play.say(&n.to_string());
    }
    let mut cuts = cuts.iter();
    for _ in 0..60 {
        play.pass(Duration::from_millis(20));
        let said = play.said();
        if said.is_empty() {
            break;
        }
        let (mut is_cut, mut is_deaf) = (false, false);
        for (text, id) in said {
            let cut = cuts.next().copied().unwrap_or(0);
            is_cut |= cut != 0;
            is_deaf |= cut == 3;
            if cut != 1 {
                server.push(text.clone());
            }
            if matches!(cut, 1 | 2) {
                break;
            }
            if !is_deaf {
                play.receipt(&text, server.len() as u64, &id);
            }
        }
        if !is_cut {
            continue;
        }
        play.said();
        play.input(Input::Lost("cut".to_owned()));
        play.pass(Duration::from_secs(10));
        play.input(Input::Connected("x".to_owned()));
        let since = match play.sent.iter().rev().find_map(|f| match f {
            PeerFrame::Join(join) => Some(join.since),
            _ => None,
        }) {
            Some(since) => usize::try_from(since.unwrap_or(0)).unwrap(),
            None => panic!("{:?}", play.sent),
        };
        play.welcome("ana", "lobby", "r", server.len() as u64);
        for (at, text) in server.iter().enumerate().skip(since) {
            play.hear(&format!(
                r#"{{"name":"ana","room":"lobby","seq":{},"history":true,"text":"{text}"}}"#,
                at + 1
            ));
        }
    }
    assert_eq!(play.session.unconfirmed(), 0);
    let heard = play.heard();
    assert_eq!(heard, server, "heard once, in order");
    server
}

proptest! {
    #[test]
    fn every_message_is_said_exactly_once(cuts in prop::collection::vec(0u8..4, 0..20)) {
        let expected: Vec<_> = (0..6).map(|n| n.to_string()).collect();
        for rate_limit in [None, Some("off"), Some("3/100")] {
            prop_assert_eq!(through_cuts(&cuts, rate_limit), expected.clone());
        }
    }
}
