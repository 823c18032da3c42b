//! The hub against a naive model, under random operations: who is where, who is
//! called what, and that everybody in a room hears the same messages in the
//! same order, each once, numbered without gaps.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::time::Duration;

use proptest::prelude::*;

use super::stage::Stage;
use crate::traffic::Parting;
use crate::traffic::PeerId;

#[derive(Clone, Debug)]
enum Step {
    Come,
    Join {
        who: usize,
        name: usize,
        room: usize,
    },
    Leave {
        who: usize,
        room: usize,
    },
    Nick {
        who: usize,
        name: usize,
    },
    Say {
        who: usize,
        room: usize,
    },
    Go {
        who: usize,
    },
    Wait,
}

const NAMES: [&str; 4] = ["ana", "Bob", "eva", "zé"];
const ROOMS: [&str; 3] = ["lobby", "lab", "sala"];

/// What one peer is, and how much of each room it has heard.
#[derive(Clone, Debug, Default)]
struct Person {
    name: Option<&'static str>,
    rooms: BTreeSet<&'static str>,
    heard: BTreeMap<&'static str, Vec<u64>>,
}

#[derive(Default)]
struct Model {
    people: BTreeMap<PeerId, Person>,
    seq: BTreeMap<&'static str, u64>,
}

impl Model {
    fn is_taken(&self, name: &str, but: PeerId) -> bool {
        self.people
            .iter()
            .any(|(id, p)| *id != but && p.name == Some(name))
    }

    fn said(&mut self, room: &'static str) {
        let seq = self.seq.entry(room).or_default();
        *seq += 1;
        for person in self.people.values_mut().filter(|p| p.rooms.contains(room)) {
            person.heard.entry(room).or_default().push(*seq);
        }
    }
}

fn any_step() -> impl Strategy<Value = Step> {
    let (who, name, room) = (0..6usize, 0..NAMES.len(), 0..ROOMS.len());
    prop_oneof![
        2 => Just(Step::Come),
        4 => (who.clone(), name.clone(), room.clone()).prop_map(|(who, name, room)| Step::Join { who, name, room }),
        2 => (who.clone(), room.clone()).prop_map(|(who, room)| Step::Leave { who, room }),
        1 => (who.clone(), name).prop_map(|(who, name)| Step::Nick { who, name }),
        6 => (who.clone(), room).prop_map(|(who, room)| Step::Say { who, room }),
        1 => who.prop_map(|who| Step::Go { who }),
        1 => Just(Step::Wait),
    ]
}

struct Both {
    stage: Stage,
    model: Model,
}

impl Both {
    fn take(&mut self, step: &Step) {
        let ids: Vec<PeerId> = self.model.people.keys().copied().collect();
        let pick = |who: usize| ids.get(who % ids.len().max(1)).copied();
        match *step {
            Step::Come => {
                let peer = self.stage.someone();
                self.model.people.insert(peer, Person::default());
            }
            Step::Wait => self.stage.wait(Duration::from_secs(1)),
            Step::Join { who, name, room } => self.join(pick(who), NAMES[name], ROOMS[room]),
            Step::Leave { who, room } => self.leave(pick(who), ROOMS[room]),
            Step::Nick { who, name } => self.nick(pick(who), NAMES[name]),
            Step::Say { who, room } => self.say(pick(who), ROOMS[room]),
            Step::Go { who } => {
                if let Some(id) = pick(who) {
                    self.check_mail(id);
                    self.model.people.remove(&id);
                    self.stage.goes(id, Parting::Ended);
                }
            }
        }
    }

    fn join(&mut self, id: Option<PeerId>, name: &'static str, room: &'static str) {
        let Some(id) = id else { return };
        self.stage.says(
            id,
            &format!(r#"{{"type":"join","name":"{name}","room":"{room}","since":1000000}}"#),
        );
        if !self.model.is_taken(name, id) {
            let person = self.model.people.get_mut(&id).unwrap();
            person.name = Some(name);
            person.rooms.insert(room);
        }
    }

    fn leave(&mut self, id: Option<PeerId>, room: &'static str) {
        let Some(id) = id else { return };
        self.stage
            .says(id, &format!(r#"{{"type":"leave","room":"{room}"}}"#));
        self.model.people.get_mut(&id).unwrap().rooms.remove(room);
    }

    fn nick(&mut self, id: Option<PeerId>, name: &'static str) {
        let Some(id) = id else { return };
        self.stage
            .says(id, &format!(r#"{{"type":"nick","name":"{name}"}}"#));
        let taken = self.model.is_taken(name, id);
        let person = self.model.people.get_mut(&id).unwrap();
        if person.name.is_some() && !taken {
            person.name = Some(name);
        }
    }

    fn say(&mut self, id: Option<PeerId>, room: &'static str) {
        let Some(id) = id else { return };
        self.stage
            .says(id, &format!(r#"{{"text":"x","room":"{room}","id":1}}"#));
        if self.model.people[&id].rooms.contains(room) {
            self.model.said(room);
        }
    }

    /// Everything a peer was told since the last time: the messages are those of
    /// the model.
    fn check_mail(&mut self, id: PeerId) {
        let mut told: BTreeMap<&'static str, Vec<u64>> = BTreeMap::new();
        for line in self.stage.mail(id) {
            let frame: serde_json::Value = serde_json::from_str(&line).unwrap();
            if frame["type"] == "msg" {
                let room = ROOMS.into_iter().find(|r| frame["room"] == *r).unwrap();
                told.entry(room)
                    .or_default()
                    .push(frame["seq"].as_u64().unwrap());
            }
        }
        let person = self.model.people.get_mut(&id).unwrap();
        assert_eq!(told, std::mem::take(&mut person.heard), "what {id:?} heard");
    }

    fn check(&mut self) {
        let ids: Vec<PeerId> = self.model.people.keys().copied().collect();
        for id in &ids {
            self.check_mail(*id);
        }
        let Some(asker) = ids.first() else { return };
        for room in ROOMS {
            let mut expected: Vec<&str> = Vec::new();
            for person in self
                .model
                .people
                .values()
                .filter(|p| p.rooms.contains(room))
            {
                expected.extend(person.name);
            }
            self.stage
                .says(*asker, &format!(r#"{{"type":"who","room":"{room}"}}"#));
            let told = self.stage.mail(*asker).pop().unwrap();
            let frame: serde_json::Value = serde_json::from_str(&told).unwrap();
            let names = frame["names"].as_array().cloned().unwrap_or_default();
            assert_eq!(names, expected, "who is in {room}: {told}");
        }
    }
}

proptest! {
    #[test]
    fn the_hub_agrees_with_a_naive_model(steps in prop::collection::vec(any_step(), 1..60)) {
        let stage = Stage::with(|rules| {
            rules.messages = None;
            rules.questions = None;
        });
        let mut both = Both { stage, model: Model::default() };
        for step in &steps {
            both.take(step);
        }
        both.check();
    }
}
