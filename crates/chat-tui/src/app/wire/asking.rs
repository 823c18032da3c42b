//! The window asks: it stands still before a row that a rule decides, and shows it once
//! somebody has answered. What happens on the wire goes on meanwhile, and is asked about
//! afterwards.

use std::time::Instant;

use chat_wire::quiz::pose;
use chat_wire::quiz::pose::Posed;
use chat_wire::words::language::Language;

use crate::app::wire::chosen::Step;
use crate::app::wire::player::Play;
use crate::app::wire::player::Player;
use crate::app::wire::quiz::Quiz;
use crate::app::wire::window::Window;

impl Window {
    /// Begins to ask, or asks the next: from the chosen row on, or what comes.
    pub fn ask(&mut self, now: Instant, language: Language) {
        let next = match &self.quiz {
            // It is answered first.
            Some(quiz) if quiz.posed.is_some() && quiz.given.is_none() => return,
            Some(quiz) => Quiz {
                from: quiz.posed.as_ref().map_or(quiz.from, |(at, _)| at + 1),
                posed: None,
                given: None,
                ..quiz.clone()
            },
            None => {
                let chosen = (!self.follows()).then(|| self.chosen()).flatten();
                Quiz {
                    from: chosen.map_or_else(|| self.first_to_come(), |at| at + 1),
                    ..Quiz::default()
                }
            }
        };
        // Of a recording that is shown to its end the beginning is played.
        let plays = next.from == 0 && self.is_at_its_end();
        self.quiz = Some(next);
        self.end_steps();
        self.frozen = None;
        self.step(Step::Follow);
        if plays {
            self.obey(now, Play::Turn);
        }
        self.fold_and_ask(language);
        let stands = self.player().is_some_and(|player| !player.plays());
        if stands && self.quiz().is_some_and(|quiz| quiz.posed.is_none()) && !self.is_at_its_end() {
            self.obey(now, Play::Turn);
        }
    }

    /// This choice, from 0. False: nothing is asked, or there is no such choice.
    pub fn answer(&mut self, choice: usize) -> bool {
        let Some(quiz) = &mut self.quiz else {
            return false;
        };
        let Some((at, posed)) = quiz.posed.as_ref().filter(|_| quiz.given.is_none()) else {
            return false;
        };
        if choice >= posed.choices.len() {
            return false;
        }
        let at = *at;
        quiz.answered += 1;
        quiz.right += usize::from(choice == posed.right);
        quiz.given = Some(choice);
        self.frozen = Some(at + 1);
        self.fold();
        self.choose(at);
        true
    }

    /// Asks no more. False: nothing was asked.
    pub fn end_quiz(&mut self) -> bool {
        let was = self.quiz.take().is_some();
        if was {
            self.frozen = None;
            self.step(Step::Follow);
            self.fold();
        }
        was
    }

    /// What is asked, where something is.
    pub fn quiz(&self) -> Option<&Quiz> {
        self.quiz.as_ref()
    }

    /// Whether a recording that is played has to stop: a question stands.
    pub(in crate::app::wire) fn stops_to_ask(&self) -> bool {
        let asked = self.quiz.as_ref().is_some_and(|quiz| quiz.posed.is_some());
        asked && self.player().is_some_and(Player::plays)
    }

    /// Folds what has come, and stands still before the first row from there on that can be
    /// asked about.
    pub(in crate::app::wire) fn fold_and_ask(&mut self, language: Language) {
        let unasked = self.quiz.as_ref().filter(|quiz| quiz.posed.is_none());
        if let Some((from, number)) = unasked.map(|quiz| (quiz.from, quiz.answered)) {
            let found = self.first_question(from, number, language);
            self.frozen = found.as_ref().map(|(at, _)| *at);
            let next = self.ladder().rows.next();
            if let Some(quiz) = &mut self.quiz {
                // What was said of a row may still be on its way: the newest are looked at
                // again.
                quiz.from = from.max(next.saturating_sub(LOOKED_AT_AGAIN));
                quiz.posed = found;
            }
        }
        self.fold();
    }

    fn first_question(
        &self,
        from: usize,
        number: usize,
        language: Language,
    ) -> Option<(usize, Posed)> {
        let rows = self.ladder().rows.numbered();
        let mut later = rows.skip_while(|(at, _)| *at < from);
        later.find_map(|(at, row)| Some((at, pose::posed(row, number, language)?)))
    }

    /// The first row of what comes; of a recording that is shown to its end, the first.
    fn first_to_come(&self) -> usize {
        if self.is_at_its_end() {
            return 0;
        }
        self.ladder().rows.next()
    }

    /// Whether a recording is shown to its end.
    fn is_at_its_end(&self) -> bool {
        let ended = |player: &Player| player.counts().0 == player.counts().1;
        self.player().is_some_and(ended)
    }
}

/// Rows behind the newest whose notes may still come.
const LOOKED_AT_AGAIN: usize = 8;

#[cfg(test)]
mod tests;
