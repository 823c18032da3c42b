//! Links that carry TLS, or should.

use chat_link::records;

use super::*;
use crate::secrecy::Secrecy;

/// A server that offers TLS.
async fn secret_scene() -> Scene {
    let door = |limits, rules: &Rules| {
        let secrecy = Secrecy::prepare(&Config::default(), None).unwrap();
        Door::new(limits, rules, Arc::new(secrecy))
    };
    scene_with(Cover::Tls, door).await
}

impl Scene {
    /// The peer says this frame over its link, as the n-th.
    async fn sends(&mut self, id: LinkId, n: u32, frame: &[u8]) {
        let mut bytes = Vec::new();
        envelope::write_frame(&mut bytes, id, (n, 1), None, frame);
        let (from, mut batch) = (self.from(), Batch::default());
        self.listener.hear(self.now, from, &bytes, &mut batch).await;
        batch.hand_on(&self.listener.door).await;
        self.listener.attend_links(self.now).await;
    }

    /// Why the peer is gone.
    #[track_caller]
    fn gone(&mut self) -> String {
        match self.driver.try_recv() {
            Ok(Arrival::Input(Input::Gone(_, Parting::Lost(why)))) => why,
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn a_handshake_that_takes_too_long_ends_its_link() {
    let mut scene = secret_scene().await;
    let (outbox, _) = scene.opens_with(Cover::Tls).await;
    let time = scene.listener.door.secrecy().handshake();
    assert_eq!(
        scene.listener.handshakes.next(),
        Some(scene.now.mono + time)
    );
    scene.listener.end_handshakes(scene.now).await;
    assert!(scene.driver.try_recv().is_err(), "not yet");
    scene.now.mono += time;
    scene.listener.end_handshakes(scene.now).await;
    assert!(scene.gone().contains("took too long"));
    let _ = outbox.push(scene.now.mono, &parcel("{\"text\":\"x\"}"), Reason::Said);
    assert_eq!(outbox.flush(scene.now.mono), Flushed::Ended);
    // The alert that says so is tried for a while.
    scene.now.mono += Duration::from_secs(10);
    scene.listener.attend_links(scene.now).await;
    assert!(!scene.listener.endpoint.links().has(scene.from()));
    assert_eq!(scene.listener.handshakes.next(), None);
}

#[tokio::test]
async fn a_handshake_has_more_time_while_something_is_heard_of_it_and_not_for_ever() {
    let mut scene = secret_scene().await;
    let (_, id) = scene.opens_with(Cover::Tls).await;
    let time = scene.listener.door.secrecy().handshake();
    for n in 1..=4 {
        assert!(scene.driver.try_recv().is_err(), "after {n}");
        scene.now.mono += time;
        scene.sends(id, n, b"{\"type\":\"ping\"}").await;
        scene.listener.end_handshakes(scene.now).await;
    }
    assert!(scene.gone().contains("took too long"));
}

#[tokio::test]
async fn what_is_no_tls_ends_a_link_that_asked_for_it() {
    let mut scene = secret_scene().await;
    let (_, id) = scene.opens_with(Cover::Tls).await;
    let mut frame = Vec::new();
    records::write(&mut frame, None, b"GET / HTTP/1.1\r\n\r\n");
    scene.sends(id, 1, &frame).await;
    assert!(scene.gone().contains("the secret connection failed"));
}

#[tokio::test]
async fn what_is_said_beside_the_tls_is_not_heard() {
    let mut scene = secret_scene().await;
    let (outbox, id) = scene.opens_with(Cover::Tls).await;
    scene
        .sends(id, 1, b"{\"name\":\"eva\",\"text\":\"forged\"}")
        .await;
    scene.sends(id, 2, b"{\"type\":\"ping\"}").await;
    assert!(scene.driver.try_recv().is_err());
    // Nor is anything said to it before both have agreed.
    let now = scene.now.mono;
    let _ = outbox.push(now, &parcel("{\"text\":\"x\"}"), Reason::Said);
    assert_eq!(outbox.flush(now), Flushed::Blocked);
}

#[tokio::test]
async fn who_does_not_ask_for_it_has_an_open_link_beside_those_that_have_it() {
    let mut scene = secret_scene().await;
    let (_, id) = scene.opens().await;
    scene
        .sends(id, 1, b"{\"name\":\"eva\",\"text\":\"x\"}")
        .await;
    let heard = scene.driver.try_recv();
    assert!(
        matches!(heard, Ok(Arrival::Input(Input::Heard { .. }))),
        "{heard:?}"
    );
    assert_eq!(scene.listener.handshakes.next(), None);
}
