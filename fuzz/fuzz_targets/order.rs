//! Any orders of somebody who is no teacher, typed and in JSON: what can be read reads
//! back, and nothing of it is carried out but what anybody may do.

#![no_main]

use std::time::Duration;
use std::time::Instant;

use chat_proto::codec::Ear;
use chat_proto::codec::json;
use chat_proto::frame::PeerFrame;
use chat_proto::frame::server::Body;
use chat_proto::frame::server::Event;
use chat_proto::now::Now;
use chat_proto::stamp::Stamp;
use chat_server::config::Rules;
use chat_server::hub::Hub;
use chat_server::traffic::Input;
use chat_server::traffic::Origin;
use chat_server::traffic::Output;
use chat_server::traffic::PeerId;
use chat_server::traffic::Transport;
use libfuzzer_sys::fuzz_target;

/// What anybody may do, for oneself. `/redact` of one's own is among it.
const ANYBODYS: [&str; 3] = ["hand", "vote", "redact"];

fuzz_target!(|lines: Vec<Vec<u8>>| {
    for line in &lines {
        reads_back(line);
    }
    let mut now = Now {
        mono: Instant::now(),
        wall: Stamp::from_unix_ms(0),
    };
    let mut hub = Hub::new(Rules::default());
    // Somebody who is disturbed, if anybody is.
    for (peer, first) in [
        (PeerId(1), "{\"type\":\"join\",\"name\":\"bob\"}"),
        (PeerId(2), "hi"),
    ] {
        let origin = Origin {
            transport: Transport::Tcp,
            address: "10.0.0.1:1".parse().ok(),
            proven: true,
        };
        hub.handle(now, Input::Arrived { peer, origin });
        said(&mut hub, now, peer, first.as_bytes());
    }
    for line in lines.iter().take(100) {
        now.mono += Duration::from_secs(1);
        for peer in [PeerId(1), PeerId(2)] {
            said(&mut hub, now, peer, line);
        }
    }
});

fn said(hub: &mut Hub, now: Now, peer: PeerId, line: &[u8]) {
    let (mut ear, mut frames) = (Ear::default(), Vec::new());
    ear.feed(line, |heard| frames.push(heard));
    ear.feed(b"\n", |heard| frames.push(heard));
    let Some(tongue) = ear.tongue() else {
        return;
    };
    hub.handle(
        now,
        Input::Heard {
            peer,
            tongue,
            frames,
        },
    );
    while let Some(output) = hub.poll_output() {
        let frame = match output {
            Output::Tell { frame, .. } | Output::Room { frame, .. } => frame,
            _ => continue,
        };
        if let Body::Notice {
            event: Event::Order(carried),
            ..
        } = frame.body
        {
            let word = carried.done.word();
            assert!(ANYBODYS.contains(&word), "a student has done {word}");
        }
    }
}

fn reads_back(line: &[u8]) {
    let Some(Ok(frame @ PeerFrame::Order(_))) = json::read_peer(line) else {
        return;
    };
    let (mut written, mut again) = (Vec::new(), Vec::new());
    json::write_peer(&frame, &mut written);
    let read = json::read_peer(&written)
        .expect("not blank")
        .expect("our own frame");
    json::write_peer(&read, &mut again);
    assert_eq!(written, again);
}
