//! The same inputs at the same times lead to the same outputs, byte for byte, in every hub
//! that hears them: nothing of the machine gets in, no hash order, no chance, no clock. So
//! what happened can be had again from what was heard.

use std::time::Duration;
use std::time::Instant;

use chat_proto::codec::Ear;
use chat_proto::now::Now;
use chat_proto::stamp::Stamp;
use proptest::prelude::*;

use crate::config::Rules;
use crate::hub::Hub;
use crate::traffic::DeskOrder;
use crate::traffic::Input;
use crate::traffic::Origin;
use crate::traffic::Parting;
use crate::traffic::PeerId;
use crate::traffic::Transport;

/// What happens, by numbers that mean the same in every run.
#[derive(Clone, Debug)]
enum Step {
    Comes(Transport),
    Says(usize, String),
    Goes(usize),
    Desk,
    /// So many milliseconds pass.
    Passes(u64),
}

/// A line of somebody: JSON of every kind, plain lines, and what is neither.
fn any_line() -> impl Strategy<Value = String> {
    let name = prop_oneof![Just("ana"), Just("Bob"), Just("zé"), Just("eva")];
    let room = prop_oneof![Just("lobby"), Just("Lab"), Just("sala")];
    let seq = 0..12_u64;
    prop_oneof![
        3 => (name.clone(), room.clone()).prop_map(|(name, room)| {
            format!(r#"{{"type":"join","name":"{name}","room":"{room}","signs":true,"since":2}}"#)
        }),
        4 => (room.clone(), seq.clone()).prop_map(|(room, n)| {
            format!(r#"{{"text":"hello {n}","room":"{room}","id":{n}}}"#)
        }),
        2 => (seq.clone(), prop_oneof![Just("reply"), Just("edit"), Just("react")])
            .prop_map(|(seq, how)| format!(r#"{{"text":"+1","{how}":{seq},"id":"r"}}"#)),
        1 => (name.clone(), seq.clone()).prop_map(|(name, n)| {
            format!(r#"{{"text":"psst","to":"{name}","id":{n},"again":true}}"#)
        }),
        1 => name.clone().prop_map(|name| format!(r#"{{"type":"nick","name":"{name}"}}"#)),
        1 => name.prop_map(|name| format!(r#"{{"type":"whois","who":"{name}"}}"#)),
        1 => room.clone().prop_map(|room| format!(r#"{{"type":"leave","room":"{room}"}}"#)),
        1 => room.prop_map(|room| format!(r#"{{"type":"history","room":"{room}","limit":5}}"#)),
        1 => seq.prop_map(|seq| format!(r#"{{"type":"order","do":"redact","seq":{seq}}}"#)),
        1 => prop_oneof![
            Just(r#"{"type":"who","class":true}"#),
            Just(r#"{"type":"rooms"}"#),
            Just(r#"{"type":"order","do":"topic","text":"sockets"}"#),
            Just(r#"{"type":"order","do":"hand"}"#),
            Just(r#"{"type":"paste","text":"a\nb","title":"a.py"}"#),
            Just(r#"{"type":"get","paste":3}"#),
            Just(r#"{"type":"search","text":"hello"}"#),
            Just(r#"{"type":"ping","typing":true,"rtt_ms":3}"#),
            Just(r#"{"type":"fly"}"#),
            Just("a plain line"),
            Just("/join lab"),
            Just("/takeback"),
        ].prop_map(str::to_owned),
    ]
}

fn any_step() -> impl Strategy<Value = Step> {
    let transport = prop_oneof![Just(Transport::Tcp), Just(Transport::Unix)];
    prop_oneof![
        2 => transport.prop_map(Step::Comes),
        12 => (0..6_usize, any_line()).prop_map(|(who, line)| Step::Says(who, line)),
        1 => (0..6_usize).prop_map(Step::Goes),
        1 => Just(Step::Desk),
        2 => prop_oneof![0..400_u64, Just(5_000), Just(3_700_000)].prop_map(Step::Passes),
    ]
}

/// All that a hub puts out, in order, where its own clock begins at this moment.
fn outputs(steps: &[Step], began: Instant) -> Vec<String> {
    let mut hub = Hub::new(Rules::default());
    let words = hub.claim_words();
    let mut told = vec![format!("{words:?}")];
    let mut now = Now {
        mono: began,
        wall: Stamp::from_unix_ms(1_795_183_387_123),
    };
    let mut ears: Vec<(PeerId, Ear)> = Vec::new();
    for (number, step) in (1..).zip(steps) {
        match step {
            Step::Comes(transport) => {
                let peer = PeerId(number);
                ears.push((peer, Ear::default()));
                let origin = Origin {
                    transport: *transport,
                    address: "10.0.0.7:4000".parse().ok(),
                    proven: true,
                };
                hub.handle(now, Input::Arrived { peer, origin });
            }
            Step::Says(who, line) => {
                let count = ears.len().max(1);
                let Some((peer, ear)) = ears.get_mut(who % count) else {
                    continue;
                };
                let mut frames = Vec::new();
                ear.feed(format!("{line}\n").as_bytes(), |heard| frames.push(heard));
                let (peer, tongue) = (*peer, ear.tongue().unwrap());
                hub.handle(
                    now,
                    Input::Heard {
                        peer,
                        tongue,
                        frames,
                    },
                );
            }
            Step::Goes(who) if !ears.is_empty() => {
                let (peer, _) = ears.remove(who % ears.len());
                hub.handle(now, Input::Gone(peer, Parting::Ended));
            }
            Step::Goes(_) => {}
            Step::Desk => hub.handle(now, Input::Desk(DeskOrder::Class)),
            Step::Passes(ms) => {
                let span = Duration::from_millis(*ms);
                now.mono += span;
                now.wall = Stamp::from_unix_ms(now.wall.unix_ms() + ms);
                hub.handle_timeout(now);
            }
        }
        while let Some(output) = hub.poll_output() {
            told.push(format!("{output:?}"));
        }
    }
    told
}

#[expect(
    clippy::disallowed_methods,
    reason = "a test needs some moment to begin with"
)]
fn moment() -> Instant {
    Instant::now()
}

proptest! {
    #[test]
    fn the_same_inputs_lead_to_the_same_outputs_on_any_machine(
        steps in prop::collection::vec(any_step(), 1..120),
        later in 0..1_000_000_u64,
    ) {
        let began = moment();
        let first = outputs(&steps, began);
        let second = outputs(&steps, began + Duration::from_micros(later));
        prop_assert_eq!(first, second);
    }
}
