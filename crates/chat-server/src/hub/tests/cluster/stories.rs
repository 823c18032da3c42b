//! Single stories of people on several servers.

use std::time::Duration;

use chat_proto::frame::order::Act;

use super::house::House;
use super::server::Server;
use super::steps::Step;
use super::steps::takes;
use crate::replica::News;
use crate::traffic::Input;
use crate::traffic::Parting;
use crate::traffic::PeerId;
use crate::traffic::Transport;

impl House {
    /// Somebody joins the lobby of a server, and is forgotten what that told.
    fn person(&mut self, number: usize, name: &str) -> PeerId {
        let peer = self.comes(number, Transport::Tcp, "10.0.0.7:4000");
        self.line(
            number,
            peer,
            &format!(r#"{{"type":"join","name":"{name}"}}"#),
        );
        self.settle();
        for server in &mut self.servers {
            server.mail.clear();
        }
        peer
    }

    /// One peer says a line.
    fn line(&mut self, number: usize, peer: PeerId, line: &str) {
        let ears = &self.servers[number].ears;
        let who = ears.iter().position(|(here, _)| *here == peer).unwrap();
        self.says(number, who, line);
    }

    /// What a peer was told since it was last asked.
    fn mail(&mut self, number: usize, peer: PeerId) -> Vec<String> {
        self.servers[number].mail.remove(&peer).unwrap_or_default()
    }

    #[track_caller]
    fn hears(&mut self, number: usize, peer: PeerId, parts: &[&str]) {
        let mail = self.mail(number, peer);
        assert_eq!(mail.len(), parts.len(), "{mail:?}");
        for (line, part) in mail.iter().zip(parts) {
            assert!(line.contains(part), "{part} in {line}");
        }
    }

    fn replica(&mut self, number: usize, news: News) {
        self.servers[number].handle(Input::Replica(news));
    }

    /// Brings what goes from server to server beside the log.
    fn brings_whisper(&mut self, from: usize, to: usize) {
        for (server, ticket, deed) in std::mem::take(&mut self.servers[from].whispers) {
            assert_eq!(server, format!("lab{to}"));
            self.replica(to, News::Whispered { reply: 7, deed });
            let (reply, heard) = self.servers[to].answers.pop().unwrap();
            assert_eq!(reply, 7);
            let heard = Some(heard);
            self.replica(from, News::Answered { ticket, heard });
        }
    }
}

#[test]
fn what_is_said_has_one_number_and_its_speaker_hears_it_when_all_may() {
    let mut house = House::of(2);
    let ana = house.person(0, "ana");
    let bob = house.person(1, "bob");
    house.line(0, ana, r#"{"text":"hello","id":"a"}"#);
    house.line(1, bob, r#"{"text":"hi","id":"b"}"#);
    house.hears(0, ana, &[]);
    // The log decides which was first.
    house.flush(1);
    house.settle();
    house.hears(0, ana, &[r#""seq":1,"text":"hi""#, r#""seq":2,"id":"a""#]);
    house.hears(
        1,
        bob,
        &[r#""seq":1,"id":"b""#, r#""seq":2,"text":"hello""#],
    );
    house.check();
}

#[test]
fn a_name_is_had_once_however_close_two_claims_are() {
    let mut house = House::of(2);
    let first = house.comes(0, Transport::Tcp, "10.0.0.7:4000");
    let second = house.comes(1, Transport::Tcp, "10.0.0.8:4000");
    house.line(0, first, r#"{"type":"join","name":"ana","id":1}"#);
    house.line(1, second, r#"{"type":"join","name":"ANA","id":2}"#);
    house.flush(1);
    house.settle();
    house.hears(0, first, &[r#""code":"name_taken","id":1"#]);
    house.hears(1, second, &[r#""you":"ANA""#]);
}

#[test]
fn whoever_comes_back_on_another_server_goes_on_and_nobody_hears_of_it() {
    let mut house = House::of(2);
    let bob = house.person(0, "bob");
    let ana = house.comes(1, Transport::Tcp, "10.0.0.7:4000");
    house.line(1, ana, r#"{"type":"join","name":"ana"}"#);
    house.line(1, ana, r#"{"text":"hello","id":"a"}"#);
    house.settle();
    let token = house.servers[1].tokens.pop().unwrap().digits();
    house.mail(0, bob);
    // Its server dies; whether it was heard, it does not know.
    let again = house.comes(0, Transport::Tcp, "10.0.0.7:4001");
    let join = format!(r#"{{"type":"join","name":"ana","session":"{token}","since":0}}"#);
    house.line(0, again, &join);
    house.line(0, again, r#"{"text":"hello","id":"a","again":true}"#);
    house.settle();
    let mail = house.mail(0, again);
    assert!(
        mail.last().unwrap().contains(r#""seq":1,"id":"a""#),
        "{mail:?}"
    );
    house.hears(0, bob, &[]);
    // The connection that it had is closed where that is.
    assert_eq!(house.servers[1].closed, [ana]);
    house.dies(1);
    house.settle();
    house.hears(0, bob, &[]);
    house.check();
}

#[test]
fn the_people_of_a_server_that_dies_are_gone_from_all_lists() {
    let mut house = House::of(2);
    let bob = house.person(0, "bob");
    house.person(1, "ana");
    house.mail(0, bob);
    house.dies(1);
    house.settle();
    house.hears(0, bob, &["ana left (its server has started anew)"]);
    house.line(0, bob, r#"{"type":"who"}"#);
    house.hears(0, bob, &[r#""names":["bob"]"#]);
}

#[test]
fn what_is_said_to_one_person_is_in_no_log_and_its_answer_is_the_receipt() {
    let mut house = House::of(2);
    let ana = house.person(0, "ana");
    let bob = house.person(1, "bob");
    house.mail(0, ana);
    let before = house.log.len();
    house.line(0, ana, r#"{"text":"psst","to":"bob","id":"d"}"#);
    house.hears(0, ana, &[]);
    house.brings_whisper(0, 1);
    house.hears(1, bob, &[r#""name":"ana""#]);
    house.hears(0, ana, &[r#""to":"bob","id":"d""#]);
    // Nobody answers.
    house.line(0, ana, r#"{"text":"psst","to":"bob","id":"e"}"#);
    let (_, ticket, _) = house.servers[0].whispers.pop().unwrap();
    house.replica(
        0,
        News::Answered {
            ticket,
            heard: None,
        },
    );
    house.hears(0, ana, &[r#""code":"no_such_name","id":"e""#]);
    house.settle();
    assert_eq!(house.log.len(), before);
}

#[test]
fn while_others_are_out_of_reach_rooms_are_told_once_and_what_is_said_waits() {
    let mut house = House::of(2);
    let ana = house.person(0, "ana");
    house.replica(0, News::Apart(true));
    house.replica(0, News::Apart(true));
    house.hears(0, ana, &[r#""event":"apart""#]);
    house.line(0, ana, r#"{"text":"hello","id":"a"}"#);
    // Whether the server lives can still be asked.
    house.line(0, ana, r#"{"type":"ping","id":"p"}"#);
    house.hears(0, ana, &[r#""type":"pong""#]);
    house.replica(0, News::Full(true));
    house.line(0, ana, r#"{"text":"more","id":"b"}"#);
    house.hears(
        0,
        ana,
        &[r#""code":"rate_limited","wait_ms":1000,"id":"b""#],
    );
    house.replica(0, News::Full(false));
    house.replica(0, News::Apart(false));
    house.settle();
    house.hears(0, ana, &[r#""event":"together""#, r#""seq":1,"id":"a""#]);
}

#[test]
fn signs_reach_others_and_orders_of_one_desk_all_rooms() {
    let mut house = House::of(2);
    let ana = house.comes(0, Transport::Tcp, "10.0.0.7:4000");
    house.line(0, ana, r#"{"type":"join","name":"ana","signs":true}"#);
    let bob = house.person(1, "bob");
    house.line(1, bob, r#"{"type":"ping","typing":true}"#);
    let deed = house.servers[1].signs.pop().unwrap();
    house.replica(0, News::Sign(deed));
    house.hears(0, ana, &[r#""event":"typing","who":"bob""#]);
    house.line(1, bob, r#"{"type":"join","room":"lab"}"#);
    house.settle();
    house.mail(1, bob);
    takes(&mut house, &Step::Desk(0, Act::Quiet(true)));
    house.settle();
    house.hears(1, bob, &[r#""event":"quiet""#]);
    house.line(1, bob, r#"{"text":"may I?","room":"lab","id":"q"}"#);
    house.settle();
    house.hears(1, bob, &[r#""code":"not_allowed","id":"q""#]);
    house.check();
}

#[test]
fn a_lost_connection_is_told_by_its_own_server_and_a_mute_ends_once() {
    let mut house = House::of(2);
    let ana = house.person(0, "ana");
    let bob = house.person(1, "bob");
    house.line(1, bob, r#"{"type":"join","room":"lab"}"#);
    house.line(0, ana, r#"{"type":"join","room":"lab"}"#);
    house.settle();
    house.mail(0, ana);
    let who = chat_proto::frame::peer::Whom::new("bob");
    let time = Some(Duration::from_secs(1));
    takes(&mut house, &Step::Desk(0, Act::Mute { who, time }));
    house.settle();
    house.hears(0, ana, &[r#""event":"mute""#, r#""event":"mute""#]);
    for number in [0, 1] {
        takes(&mut house, &Step::Passes(number, 1_500));
    }
    house.settle();
    house.hears(0, ana, &["bob may speak again", "bob may speak again"]);
    house.servers[1].handle(Input::Gone(bob, Parting::Ended));
    house.settle();
    let left = "bob left (connection closed)";
    house.hears(0, ana, &[left, left]);
}

#[test]
fn a_mute_ends_in_time_where_only_a_checkpoint_tells_of_it() {
    let mut house = House::of(1);
    let bob = house.person(0, "bob");
    house.line(0, bob, r#"{"type":"join","room":"lab"}"#);
    house.settle();
    let who = chat_proto::frame::peer::Whom::new("bob");
    let time = Some(Duration::from_secs(60));
    takes(&mut house, &Step::Desk(0, Act::Mute { who, time }));
    house.settle();
    let mut later = Server::going_on_from(&house.servers[0], 0);
    later.passes(59_000);
    assert!(later.waits.is_empty(), "{:?}", later.waits);
    later.passes(2_000);
    assert_eq!(later.waits, [r#"{"do":"mute_over","number":1}"#]);
}
