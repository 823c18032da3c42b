//! From a conversation that broke a claim to the least that still breaks it:
//! messages are left out and faults are mended for as long as it does.

use std::fmt::Write;
use std::time::Duration;

use chat_proto::trace::weather::Way;

use super::road::Fates;
use super::world::World;
use super::world::say;
use crate::policy::Policy;

/// What somebody says: when, which end, what.
pub(super) type Says = Vec<(Duration, usize, String)>;

/// A conversation that is over.
pub(super) struct Played {
    /// What each end has given to its link.
    pub(super) said: [Vec<String>; 2],
    pub(super) world: World,
}

/// What must hold of every conversation, or what is wrong with this one.
pub(super) type Claim = fn(&Played) -> Result<(), String>;

/// A case without so many of something, from this one on.
type Without = fn(&Case, usize, usize) -> Case;

/// A conversation in which nothing is left to chance.
#[derive(Clone)]
pub(super) struct Case {
    pub(super) seed: u64,
    pub(super) policy: Policy,
    pub(super) says: Says,
    pub(super) fates: Fates,
    /// How often less of it is still tried.
    pub(super) attempts: usize,
}

/// Lets them say it, and time pass until nothing more happens.
pub(super) fn converse(mut world: World, says: &Says) -> Played {
    let mut said = [Vec::new(), Vec::new()];
    for (at, from, text) in says {
        world.run_until(*at);
        if world.send(*from, &say(text)) {
            said[*from].push(text.clone());
        }
    }
    world.run_out(HOUR);
    Played { said, world }
}

impl Case {
    pub(super) fn play(&self) -> Played {
        let world = World::scripted(self.fates.clone(), self.seed, self.policy);
        converse(world, &self.says)
    }

    /// The least of it that still breaks the claim.
    pub(super) fn shrink(mut self, claim: Claim) -> Self {
        for _ in 0..ROUNDS {
            let before = self.weight();
            self.thin(|case| case.says.len(), Self::without_messages, claim);
            self.thin(|case| case.fates.len(), Self::without_faults, claim);
            self.simplify(claim);
            if self.weight() == before {
                break;
            }
        }
        self
    }

    /// Takes another in its place if that breaks the claim as well.
    fn becomes(&mut self, mut other: Self, claim: Claim) -> bool {
        let Some(left) = self.attempts.checked_sub(1) else {
            return false;
        };
        (self.attempts, other.attempts) = (left, left);
        let breaks = claim(&other.play()).is_err();
        if breaks {
            *self = other;
        }
        breaks
    }

    /// Leaves out what it has so many of, many at once and then fewer.
    fn thin(&mut self, count: fn(&Self) -> usize, without: Without, claim: Claim) {
        for size in sizes(count(self)) {
            let mut at = 0;
            while at < count(self) {
                let less = without(self, at, size);
                let went = self.becomes(less, claim);
                at += size * usize::from(!went);
            }
        }
    }

    fn without_messages(&self, at: usize, size: usize) -> Self {
        let mut less = self.clone();
        for _ in 0..size.min(self.says.len() - at) {
            less.unsay(at);
        }
        less
    }

    fn without_faults(&self, at: usize, size: usize) -> Self {
        let mut less = self.clone();
        for key in self.fates.keys().skip(at).take(size) {
            less.fates.remove(key);
        }
        less
    }

    /// One message less. The fates of those after it stay theirs.
    fn unsay(&mut self, at: usize) {
        let (_, from, _) = self.says.remove(at);
        let before = self.says[..at].iter().filter(|says| says.1 == from).count();
        let gone = u32::try_from(before).unwrap() + 1;
        let way = [Way::Out, Way::In][from];
        let fates = std::mem::take(&mut self.fates).into_iter();
        self.fates = fates
            .filter(|(key, _)| key.way != way || key.frame.is_none_or(|(n, _)| n != gone))
            .map(|(mut key, fate)| {
                if let Some((n, _)) = key
                    .frame
                    .as_mut()
                    .filter(|(n, _)| key.way == way && *n > gone)
                {
                    *n -= 1;
                }
                (key, fate)
            })
            .collect();
    }

    /// Short words, said at once.
    fn simplify(&mut self, claim: Claim) {
        let mut sooner = self.clone();
        let first = self.says.first().map_or(Duration::ZERO, |says| says.0);
        for says in &mut sooner.says {
            says.0 = says.0.saturating_sub(first);
        }
        if !first.is_zero() {
            self.becomes(sooner, claim);
        }
        for at in 0..self.says.len() {
            let mut less = self.clone();
            less.says[at].2 = at.to_string();
            if less.says[at] != self.says[at] {
                self.becomes(less, claim);
            }
            let mut less = self.clone();
            less.says[at].0 = at.checked_sub(1).map_or(Duration::ZERO, |b| less.says[b].0);
            if less.says[at] != self.says[at] {
                self.becomes(less, claim);
            }
        }
    }

    fn weight(&self) -> (usize, usize, Duration, usize) {
        let letters = self.says.iter().map(|(_, _, text)| text.len()).sum();
        let pauses = self.says.iter().map(|(at, _, _)| *at).sum();
        (self.says.len(), self.fates.len(), pauses, letters)
    }
}

/// What a person needs to see of a broken claim.
pub(super) fn story(whole: Case, claim: Claim) -> String {
    let mut story = String::new();
    if claim(&whole.play()).is_ok() {
        return "the script of it keeps the claim: it hangs on the weather itself\n".to_owned();
    }
    let (messages, faults) = (whole.says.len(), whole.fates.len());
    let least = whole.shrink(claim);
    let played = least.play();
    let words = claim(&played).unwrap_err();
    // Writing to memory cannot fail.
    let _ = writeln!(
        story,
        "of {messages} messages and {faults} faults, {} and {} are enough: {words}",
        least.says.len(),
        least.fates.len()
    );
    story.push_str(&played.world.ladder());
    story
}

/// All, half of them, a quarter … one.
fn sizes(count: usize) -> impl Iterator<Item = usize> {
    std::iter::successors(Some(count), |size| Some(size / 2)).take_while(|size| *size > 0)
}

/// Longer than any conversation of a test.
pub(super) const HOUR: Duration = Duration::from_secs(3600);

/// Enough for fifty messages, and over in seconds.
pub(super) const ATTEMPTS: usize = 1000;

/// Each makes it smaller; few are needed.
const ROUNDS: usize = 20;

/// A claim that does not hold: so one sees what is made of a failure.
fn nothing_leaves_three_times(played: &Played) -> Result<(), String> {
    let tries = played.world.ends[0].tries.iter();
    match tries
        .filter(|(_, tries)| **tries >= 3)
        .map(|(n, _)| n)
        .next()
    {
        Some(n) => Err(format!("frame {n} left three times")),
        None => Ok(()),
    }
}

#[test]
fn a_broken_claim_is_shrunk_to_what_matters_and_drawn() {
    let world = World::new("delay 5..30ms, drop 50%, dup 20%", 7, Policy::default());
    let says: Says = (0..20)
        .map(|n| {
            (
                Duration::from_millis(n * 40),
                usize::from(n % 2 == 1),
                format!("message {n}"),
            )
        })
        .collect();
    let played = converse(world, &says);
    assert!(nothing_leaves_three_times(&played).is_err());
    let fates = played.world.road.fates();
    let policy = Policy::default();
    let case = Case {
        seed: 7,
        policy,
        says,
        fates,
        attempts: ATTEMPTS,
    };
    let story = story(case, nothing_leaves_three_times);
    let (words, ladder) = story.split_once('\n').unwrap();
    let least = ", 1 and 2 are enough: frame 1 left three times";
    assert!(words.ends_with(least), "{words}");
    // Two copies that are lost, one that arrives, and its acknowledgement.
    let rungs: Vec<&str> = ladder.lines().skip(1).collect();
    let lost = rungs.iter().filter(|rung| rung.contains("-x"));
    assert_eq!((rungs.len(), lost.count()), (4, 2), "{ladder}");
    assert!(
        rungs[2].contains("1/3") && rungs[2].ends_with("1 delivered"),
        "{ladder}"
    );
    assert!(
        rungs[3].contains("<-") && rungs[3].ends_with("1 confirmed"),
        "{ladder}"
    );
}
