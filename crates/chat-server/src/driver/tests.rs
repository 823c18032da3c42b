//! The loop by itself: its end, its failure, its memory.

use super::*;
use crate::config::Queues;
use crate::config::Rules;
use crate::door::Door;
use crate::outbox::Outbox;
use crate::outbox::State;
use crate::parcel::Parcel;
use crate::pretended::Ear;
use crate::queue::Reason;
use crate::traffic::Origin;
use crate::traffic::Transport;
use crate::vital::Vital;

const ORIGIN: Origin = Origin {
    transport: Transport::Tcp,
    address: None,
    proven: true,
};

fn limits(total: usize) -> Limits {
    let queues = Queues {
        total,
        ..Queues::default()
    };
    Limits::new(queues)
}

#[tokio::test]
async fn whoever_stands_in_the_door_when_the_server_stops_is_told() {
    // The wish to stop and the arrival are there at once: whichever is seen first.
    for _ in 0..20 {
        let limits = limits(1 << 20);
        let (door, arrivals) = Door::open(limits.clone(), &Rules::default());
        let hub = Hub::new(Rules::default());
        let driver = Driver::new(
            hub,
            arrivals,
            Writers::start(1, &Vital::new().0),
            limits,
            false,
        );
        let ear = Ear::default();
        let outbox = door.enter(Box::new(ear.clone()), ORIGIN).await;
        let (stop, stopped) = oneshot::channel();
        stop.send(()).unwrap();
        driver.run(stopped).await;
        assert!(ear.heard().contains("the server is closing"));
        assert_eq!(outbox.unwrap().state(), State::Ended);
    }
}

#[tokio::test]
async fn where_the_driver_fails_everybody_is_told_before_it_ends() {
    let limits = limits(1 << 20);
    let (door, arrivals) = Door::open(limits.clone(), &Rules::default());
    let hub = Hub::new(Rules::default());
    let (vital, mut ends) = Vital::new();
    let writers = Writers::start(1, &vital);
    let driver = Driver::new(hub, arrivals, writers, limits, false);
    let ear = Ear::default();
    let outbox = door.enter(Box::new(ear.clone()), ORIGIN).await;
    let (_stop, stopped) = oneshot::channel();
    vital.spawn("the hub", driver.run(stopped));
    door.fail(|| panic!("on purpose")).await;
    let failure = ends.next().await.to_string();
    assert!(failure.contains("the hub"), "{failure}");
    assert!(failure.contains("on purpose"), "{failure}");
    assert!(ear.heard().contains("failed"), "{}", ear.heard());
    assert_eq!(outbox.unwrap().state(), State::Ended);
    assert!(door.enter(Box::new(ear), ORIGIN).await.is_none());
}

#[tokio::test]
async fn memory_is_spared_where_it_is_used_whether_closed_or_not() {
    let limits = limits(1000);
    let (door, arrivals) = Door::open(limits.clone(), &Rules::default());
    let hub = Hub::new(Rules::default());
    let mut driver = Driver::new(
        hub,
        arrivals,
        Writers::start(1, &Vital::new().0),
        limits,
        false,
    );
    let mut peers: Vec<Arc<Outbox>> = Vec::new();
    for _ in 0..3 {
        peers.extend(door.enter(Box::new(Ear::default()), ORIGIN).await);
    }
    let mut come = Vec::new();
    driver.door.recv_many(&mut come, TURN).await;
    driver.turn(&mut come).await;
    let now = clock::now();
    // One goes while much still waits for it; another has much waiting.
    for (peer, bytes) in peers.iter().zip([900, 300]) {
        let parcel = Parcel::new(vec![b'x'; bytes], Vec::new(), &driver.limits.waiting);
        let _ = peer.push(now.mono, &parcel, Reason::Said);
    }
    let gone = Input::Gone(peers[0].peer, Parting::Ended);
    driver.turn(&mut vec![Arrival::Input(gone)]).await;
    let closed: Vec<bool> = peers.iter().map(|peer| peer.is_closed()).collect();
    assert_eq!(closed, [true, false, false]);
    assert_eq!(peers[0].state(), State::Broken);
    assert_eq!(peers[1].waiting(), 300);
}
