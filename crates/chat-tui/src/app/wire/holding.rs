//! Datagrams that wait for a person, one line a frame: a frame that was sent again while it
//! waited has copies, and those are counted.

use chat_proto::trace::weather::Way;
use chat_weather::manual_queue::HeldDatagram;

use crate::app::wire::chosen::Step;

/// One frame that waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HeldFrame<'a> {
    /// The oldest datagram of it.
    pub first: &'a HeldDatagram,
    /// How many more of it wait.
    pub copies: usize,
}

/// Which one is chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Holding {
    /// By the number of its oldest datagram; nothing: the oldest frame.
    at: Option<u64>,
}

/// What waits, the oldest first.
pub fn frames(held: &[HeldDatagram]) -> Vec<HeldFrame<'_>> {
    let mut frames: Vec<HeldFrame<'_>> = Vec::new();
    for datagram in held {
        let known = frames.iter_mut();
        match known
            .into_iter()
            .find(|frame| is_copy(frame.first, datagram))
        {
            Some(frame) => frame.copies += 1,
            None => frames.push(HeldFrame {
                first: datagram,
                copies: 0,
            }),
        }
    }
    frames
}

/// Whether both are of one frame: what has no number is the same if it says the same.
fn is_copy(one: &HeldDatagram, other: &HeldDatagram) -> bool {
    let is_numbered = one.what.n.is_some();
    one.way == other.way && one.what.n == other.what.n && (is_numbered || one.gist == other.gist)
}

/// The one with these bytes that goes this way, if it waits.
pub fn of_bytes(held: &[HeldDatagram], way: Way, x: u32) -> Option<&HeldDatagram> {
    held.iter().find(|held| held.way == way && held.x.0 == x)
}

impl Holding {
    /// Which of them is chosen: the one behind it, where it is gone.
    pub fn chosen(self, frames: &[HeldFrame<'_>]) -> Option<usize> {
        let last = frames.len().checked_sub(1)?;
        let Some(at) = self.at else { return Some(0) };
        Some(
            frames
                .partition_point(|frame| frame.first.number < at)
                .min(last),
        )
    }

    /// Another one is chosen.
    pub fn step(&mut self, frames: &[HeldFrame<'_>], step: Step) {
        let (Some(here), Some(last)) = (self.chosen(frames), frames.len().checked_sub(1)) else {
            return self.at = None;
        };
        let to = match step {
            Step::Up(count) => here.saturating_sub(count),
            Step::Down(count) => (here + count).min(last),
            Step::Oldest => 0,
            Step::Follow => last,
            Step::NextMark | Step::LastMark => here,
        };
        self.at = frames.get(to).map(|frame| frame.first.number);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn held(number: u64, way: Way, json: &str) -> HeldDatagram {
        HeldDatagram::seen(number, way, json.as_bytes())
    }

    fn some() -> Vec<HeldDatagram> {
        vec![
            held(1, Way::Out, r#"{"type":"msg","n":3,"text":"um"}"#),
            held(2, Way::Out, r#"{"type":"msg","n":4,"text":"dois"}"#),
            held(3, Way::In, r#"{"type":"msg","n":3,"text":"oi"}"#),
            held(4, Way::Out, r#"{"type":"msg","n":3,"try":2,"text":"um"}"#),
            held(5, Way::In, r#"{"type":"ack","ack":7}"#),
            held(6, Way::In, r#"{"type":"ack","ack":7}"#),
            held(7, Way::In, r#"{"type":"ack","ack":8}"#),
        ]
    }

    #[test]
    fn copies_of_a_frame_are_counted_and_what_differs_is_not_one() {
        let held = some();
        let lines: Vec<_> = frames(&held)
            .iter()
            .map(|frame| (frame.first.number, frame.copies))
            .collect();
        assert_eq!(lines, [(1, 1), (2, 0), (3, 0), (5, 1), (7, 0)]);
    }

    #[test]
    fn whoever_decides_about_one_stands_before_the_next() {
        let mut held = some();
        let mut holding = Holding::default();
        assert_eq!(holding.chosen(&frames(&held)), Some(0));
        holding.step(&frames(&held), Step::Down(1));
        assert_eq!(holding.chosen(&frames(&held)), Some(1));
        held.retain(|held| held.number != 2);
        assert_eq!(
            frames(&held)[holding.chosen(&frames(&held)).unwrap()]
                .first
                .number,
            3
        );
        holding.step(&frames(&held), Step::Follow);
        held.retain(|held| held.number < 4);
        assert_eq!(
            holding.chosen(&frames(&held)),
            Some(1),
            "the last that is left"
        );
        holding.step(&frames(&[]), Step::Up(1));
        assert_eq!(holding.chosen(&frames(&[])), None);
    }

    #[test]
    fn a_row_of_the_ladder_finds_what_waits_by_its_bytes() {
        let held = some();
        let x = held[2].x.0;
        assert_eq!(of_bytes(&held, Way::In, x).map(|held| held.number), Some(3));
        assert_eq!(of_bytes(&held, Way::Out, x), None);
    }
}
