//! Crowds: what many comings and goings cost, and what everybody knows afterwards.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::time::Duration;

use proptest::prelude::*;
use serde_json::Value;

use super::stage::Stage;
use crate::traffic::Parting;
use crate::traffic::PeerId;

/// So many comings that whatever follows is gathered.
fn stampede(stage: &mut Stage, names: &str) {
    for n in 0..25 {
        stage.person(&format!("{names}{n}"));
    }
    stage.wait(Duration::from_millis(250));
    // The one that might be told singly again.
    stage.person(names);
}

#[test]
fn who_comes_and_goes_in_one_gathering_is_not_told_of_and_hears_its_own() {
    let mut stage = Stage::new();
    let witness = stage.person("witness");
    stampede(&mut stage, "early");
    stage.mail(witness);
    let bob = stage.someone();
    stage.says(bob, r#"{"type":"join","name":"bob"}"#);
    stage.says(bob, r#"{"type":"leave"}"#);
    let told = stage.mail(bob).concat();
    assert!(
        told.contains("welcome") && told.contains("bob left"),
        "{told}"
    );
    stage.wait(Duration::from_secs(1));
    stage.hears(witness, &[]);
    stage.hears(bob, &[]);
    // It comes, goes, and is there in the end: that is told, once.
    stampede(&mut stage, "later");
    stage.mail(witness);
    for line in [
        r#"{"type":"join"}"#,
        r#"{"type":"leave"}"#,
        r#"{"type":"join"}"#,
    ] {
        stage.says(bob, line);
    }
    stage.wait(Duration::from_secs(1));
    stage.hears(
        witness,
        &[r#"{"type":"notice","room":"lobby","event":"join","who":"bob","text":"bob joined"}"#],
    );
}

#[test]
fn who_was_on_a_list_is_told_of_when_it_goes_however_soon() {
    let mut stage = Stage::new();
    let witness = stage.person("witness");
    stampede(&mut stage, "early");
    let bob = stage.person("bob");
    stage.mail(witness);
    stage.says(witness, r#"{"type":"who"}"#);
    assert!(stage.mail(witness).concat().contains("\"bob\""));
    stage.goes(bob, Parting::Ended);
    stage.wait(Duration::from_secs(1));
    let told = stage.mail(witness);
    let events: Vec<bool> = told.iter().map(|line| line.contains("leave")).collect();
    assert_eq!(events, [false, true], "came, and went: {told:?}");
}

#[test]
fn a_name_that_another_takes_is_told_of_both_times() {
    let mut stage = Stage::new();
    let (witness, bob) = (stage.person("witness"), stage.person("bob"));
    stampede(&mut stage, "early");
    stage.mail(witness);
    stage.goes(bob, Parting::Ended);
    stage.person("bob");
    stage.wait(Duration::from_secs(1));
    let told = stage.mail(witness);
    assert!(told[0].contains("bob left") && told[1].contains("bob joined"));
}

#[test]
fn new_names_of_a_crowd_are_told_together_and_before_what_their_bearers_say() {
    let mut stage = Stage::new();
    let witness = stage.person("witness");
    let crowd: Vec<PeerId> = (0..40).map(|n| stage.person(&format!("p{n}"))).collect();
    stage.wait(Duration::from_secs(1));
    stage.mail(witness);
    for (n, peer) in crowd.iter().enumerate() {
        stage.says(*peer, &format!(r#"{{"type":"nick","name":"q{n}"}}"#));
    }
    let soon = stage.mail(witness).len();
    assert!(soon < 40, "{soon} at once");
    stage.says(crowd[39], r#"{"text":"it is me"}"#);
    let told = stage.mail(witness);
    assert_eq!(soon + told.len(), 41);
    assert!(told[told.len() - 2].contains("p39 is now q39"), "{told:?}");
    assert!(told[told.len() - 1].contains("it is me"), "{told:?}");
    let own = stage.mail(crowd[20]).concat();
    assert!(own.contains("p20 is now q20"), "the bearer is told too");
}

#[derive(Clone, Debug)]
enum Step {
    Join(usize, usize),
    Leave(usize),
    Nick(usize, usize),
    Who(usize),
    Say(usize),
    Go(usize),
    Wait(u64),
}

fn any_step() -> impl Strategy<Value = Step> {
    let (who, name) = (0..8usize, 0..6usize);
    prop_oneof![
        6 => (who.clone(), name.clone()).prop_map(|(who, name)| Step::Join(who, name)),
        4 => who.clone().prop_map(Step::Leave),
        1 => (who.clone(), name).prop_map(|(who, name)| Step::Nick(who, name)),
        2 => who.clone().prop_map(Step::Who),
        1 => who.clone().prop_map(Step::Say),
        1 => who.prop_map(Step::Go),
        1 => (1..300u64).prop_map(Step::Wait),
    ]
}

/// A client that asks for the list when it is welcomed, and keeps it by notices.
#[derive(Debug, Default)]
struct Keeper {
    is_there: bool,
    list: Option<BTreeSet<String>>,
}

impl Keeper {
    fn hears(&mut self, frame: &Value) {
        let people = |field: &str| -> Vec<String> {
            let one = frame[field].as_str().map(|name| vec![name.to_owned()]);
            let many = frame[field].as_array().map(|names| {
                let names = names.iter().filter_map(Value::as_str);
                names.map(str::to_owned).collect()
            });
            one.or(many).unwrap_or_default()
        };
        if frame["type"] == "welcome" {
            self.is_there = true;
            self.list = None;
        } else if frame["type"] == "who" {
            self.list = Some(people("names").into_iter().collect());
        }
        let Some(list) = &mut self.list else { return };
        match frame["event"].as_str() {
            Some("join") => list.extend(people("who")),
            Some("leave") => list.retain(|name| !people("who").contains(name)),
            Some("rename") => {
                list.retain(|name| !people("who").contains(name));
                list.extend(people("now"));
            }
            _ => {}
        }
    }
}

struct Room {
    stage: Stage,
    peers: Vec<PeerId>,
    keepers: BTreeMap<PeerId, Keeper>,
}

impl Room {
    fn take(&mut self, step: &Step) {
        match *step {
            Step::Join(who, name) => {
                let line = format!(r#"{{"type":"join","room":"lobby","name":"n{name}"}}"#);
                self.stage.says(self.peers[who], &line);
            }
            Step::Leave(who) => self.stage.says(self.peers[who], r#"{"type":"leave"}"#),
            Step::Nick(who, name) => {
                let line = format!(r#"{{"type":"nick","name":"n{name}"}}"#);
                self.stage.says(self.peers[who], &line);
            }
            Step::Who(who) => self
                .stage
                .says(self.peers[who], r#"{"type":"who","room":"lobby"}"#),
            Step::Say(who) => self.stage.says(self.peers[who], r#"{"text":"x"}"#),
            Step::Go(who) => {
                self.stage.goes(self.peers[who], Parting::Ended);
                self.keepers.remove(&self.peers[who]);
                self.peers[who] = self.stage.someone();
            }
            Step::Wait(ms) => self.stage.wait(Duration::from_millis(ms)),
        }
        for peer in &self.peers {
            let keeper = self.keepers.entry(*peer).or_default();
            for line in self.stage.mail(*peer) {
                keeper.hears(&serde_json::from_str(&line).unwrap());
            }
        }
        if let Step::Leave(who) = step {
            self.keepers.insert(self.peers[*who], Keeper::default());
        }
    }
}

proptest! {
    #[test]
    fn whoever_keeps_a_list_by_notices_ends_with_the_true_one(
        steps in prop::collection::vec(any_step(), 1..80)
    ) {
        let mut stage = Stage::with(|rules| {
            rules.messages = None;
            rules.questions = None;
        });
        let asker = stage.person("asker");
        stampede(&mut stage, "early");
        let peers = (0..8).map(|_| stage.someone()).collect();
        let mut room = Room { stage, peers, keepers: BTreeMap::new() };
        for step in &steps {
            room.take(step);
        }
        room.take(&Step::Wait(1000));
        room.stage.mail(asker);
        room.stage.says(asker, r#"{"type":"who"}"#);
        let told = room.stage.mail(asker).concat();
        let told: Value = serde_json::from_str(&told).unwrap();
        let names = told["names"].as_array().unwrap().iter();
        let truth: BTreeSet<String> = names.filter_map(Value::as_str).map(str::to_owned).collect();
        for (peer, keeper) in &room.keepers {
            if let Some(list) = keeper.list.as_ref().filter(|_| keeper.is_there) {
                prop_assert_eq!(list, &truth, "the list of {:?}", peer);
            }
        }
    }
}

#[test]
fn in_a_crowd_nobody_is_told_of_its_own_coming_nor_of_what_was_before() {
    let mut stage = Stage::new();
    let witness = stage.person("witness");
    let mut told = Vec::new();
    for n in 0..60 {
        let guest = stage.someone();
        stage.says(guest, &format!("q{n}"));
        // A first lesson's client: one line, one answer.
        told.extend(stage.mail(guest).into_iter().next());
        stage.goes(guest, Parting::Ended);
    }
    assert_eq!(told.len(), 60);
    for (n, line) in told.iter().enumerate() {
        assert!(line.ends_with(&format!(": q{n}")), "{line}");
    }
    let names: Vec<String> = (0..30).map(|n| format!("p{n}")).collect();
    let crowd: Vec<PeerId> = names.iter().map(|name| stage.person(name)).collect();
    stage.wait(Duration::from_secs(1));
    for (n, peer) in crowd.iter().enumerate() {
        let told = stage.mail(*peer).concat();
        let knows = |name: &String| told.contains(&format!("\"{name}\""));
        let others: Vec<&String> = names.iter().filter(|name| knows(name)).collect();
        assert_eq!(others, names[n + 1..].iter().collect::<Vec<_>>());
    }
    let told = stage.mail(witness).concat();
    assert!(
        names
            .iter()
            .all(|name| told.contains(&format!("\"{name}\"")))
    );
}
