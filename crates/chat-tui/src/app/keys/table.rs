//! The table: every action that has keys, where it works and what is said of it.
//!
//! A key that writes a character is not here: it writes.

use crossterm::event::KeyCode::BackTab;
use crossterm::event::KeyCode::Backspace;
use crossterm::event::KeyCode::Delete;
use crossterm::event::KeyCode::Down;
use crossterm::event::KeyCode::End;
use crossterm::event::KeyCode::Enter;
use crossterm::event::KeyCode::Esc;
use crossterm::event::KeyCode::F;
use crossterm::event::KeyCode::Home;
use crossterm::event::KeyCode::Left;
use crossterm::event::KeyCode::PageDown;
use crossterm::event::KeyCode::PageUp;
use crossterm::event::KeyCode::Right;
use crossterm::event::KeyCode::Tab;
use crossterm::event::KeyCode::Up;

use crate::app::event::Action;
use crate::app::event::Choose;
use crate::app::event::Edit;
use crate::app::event::Go;
use crate::app::event::Scroll;
use crate::app::event::WireKey;
use crate::app::keys::binding::Binding;
use crate::app::keys::binding::Scope;
use crate::app::keys::chord::ALT;
use crate::app::keys::chord::CTRL;
use crate::app::keys::chord::SHIFT;
use crate::app::keys::chord::Sequence;
use crate::app::keys::chord::alt;
use crate::app::keys::chord::ctrl;
use crate::app::keys::chord::plain;
use crate::app::keys::chord::with;
use crate::areas::Pane;
use crate::speech::topic::Keys;

/// One row a line: name, action, keys; where it works, and the sentence that says
/// what it does there.
/// One chord by itself, or one after the other.
macro_rules! keys {
    ($first:expr) => {
        Sequence {
            first: $first,
            then: None,
        }
    };
    ($first:expr, $then:expr) => {
        Sequence {
            first: $first,
            then: Some($then),
        }
    };
}

macro_rules! table {
    ($($name:literal $action:expr, [$($first:expr $(=> $then:expr)?),*] $($scope:ident: $words:ident),+;)+) => {
        &[$(Binding {
            name: $name,
            action: $action,
            keys: &[$(keys!($first $(, $then)?)),*],
            means: &[$((Scope::$scope, Keys::$words)),+],
        }),+]
    };
}

/// Every key that does something, in the order of the help page.
pub const TABLE: &[Binding] = table! {
    "send" Action::Send, [plain(Enter)] Chat: send, Search: stay, Recall: take_input, Choice: go_there, Answer: give_answer, Wire: wire_bytes, Message: how;
    "newline" Action::Newline, [with(ALT, Enter), ctrl('j'), with(SHIFT, Enter)] Chat: newline;
    "mend" Action::Mend, [alt('r')] Chat: mend;
    "editor" Action::Editor, [ctrl('x') => ctrl('e')] Chat: editor;
    "complete" Action::Complete, [plain(Tab)] Chat: complete, Wire: next_view;
    "complete-back" Action::CompleteBack, [plain(BackTab)] Chat: complete_back, Wire: last_view;
    "up" Action::Up, [plain(Up)] Chat: older_input, Search: older_match, Recall: older_match, Help: row_up, Choice: choice_up, Copy: row_up, Wire: wire_up, Message: older_message;
    "down" Action::Down, [plain(Down)] Chat: newer_input, Search: newer_match, Recall: newer_match, Help: row_down, Choice: choice_down, Copy: row_down, Wire: wire_down, Message: newer_message;
    "page-up" Action::Scroll(Scroll::PageUp), [plain(PageUp)] Chat: page_up, Help: page_up, Choice: page_up, Copy: page_up, Wire: page_up;
    "page-down" Action::Scroll(Scroll::PageDown), [plain(PageDown)] Chat: page_down, Help: page_down, Choice: page_down, Copy: page_down, Wire: page_down;
    "row-up" Action::Scroll(Scroll::RowUp), [with(SHIFT, Up)] Chat: row_up, Help: row_up, Copy: row_up, Wire: wire_up;
    "row-down" Action::Scroll(Scroll::RowDown), [with(SHIFT, Down)] Chat: row_down, Help: row_down, Copy: row_down, Wire: wire_down;
    "top" Action::Scroll(Scroll::Top), [with(CTRL, Home), with(ALT, Home)] Chat: top, Help: help_top, Copy: top, Wire: wire_oldest;
    "bottom" Action::Scroll(Scroll::Bottom), [with(CTRL, End), with(ALT, End)] Chat: bottom, Copy: bottom, Wire: wire_follow;
    "older-day" Action::Scroll(Scroll::OlderDay), [with(ALT, PageUp)] Chat: older_day, Copy: older_day;
    "newer-day" Action::Scroll(Scroll::NewerDay), [with(ALT, PageDown)] Chat: newer_day, Copy: newer_day;
    "older-mention" Action::Scroll(Scroll::OlderMention), [alt('p')] Chat: older_mention;
    "newer-mention" Action::Scroll(Scroll::NewerMention), [alt('n')] Chat: newer_mention;
    "first-unread" Action::Scroll(Scroll::Unread), [alt('u')] Chat: first_unread;
    "next-active" Action::Go(Go::Wanted), [alt('a')] Chat: next_active;
    "next-room" Action::Go(Go::Next), [ctrl('n'), with(ALT, Right)] Chat: next_room;
    "previous-room" Action::Go(Go::Previous), [ctrl('p'), with(ALT, Left)] Chat: previous_room;
    "last-room" Action::Go(Go::Last), [alt('/')] Chat: last_room;
    "switch-room" Action::Choose(Choose::Conversation), [ctrl('g')] Chat: switch_room, Choice: choice_down;
    "mentions" Action::Choose(Choose::Mention), [alt('m')] Chat: mentions, Choice: choice_down;
    "room-1" Action::Go(Go::Number(1)), [alt('1')] Chat: room_number;
    "room-2" Action::Go(Go::Number(2)), [alt('2')] Chat: room_number;
    "room-3" Action::Go(Go::Number(3)), [alt('3')] Chat: room_number;
    "room-4" Action::Go(Go::Number(4)), [alt('4')] Chat: room_number;
    "room-5" Action::Go(Go::Number(5)), [alt('5')] Chat: room_number;
    "room-6" Action::Go(Go::Number(6)), [alt('6')] Chat: room_number;
    "room-7" Action::Go(Go::Number(7)), [alt('7')] Chat: room_number;
    "room-8" Action::Go(Go::Number(8)), [alt('8')] Chat: room_number;
    "room-9" Action::Go(Go::Number(9)), [alt('9')] Chat: room_number;
    "search" Action::Search, [ctrl('f'), ctrl('s')] Chat: search, Search: older_match;
    "search-inputs" Action::Recall, [ctrl('r')] Chat: search_inputs, Recall: older_match;
    "copy-view" Action::CopyView, [alt('l')] Chat: copy_view, Copy: leave_copy_view;
    "toggle-rooms" Action::Toggle(Pane::Rooms), [plain(F(7))] Chat: toggle_rooms;
    "toggle-people" Action::Toggle(Pane::People), [plain(F(8))] Chat: toggle_people;
    "wire" Action::Wire(WireKey::Window), [plain(F(9))] Chat: wire, Wire: wire_close;
    "wire-whole" Action::Wire(WireKey::Whole), [alt('w')] Chat: wire_whole, Wire: wire_back;
    "wire-up" Action::Wire(WireKey::Up), [with(ALT, Up)] Chat: wire_choose_up, Wire: wire_up, Message: older_message;
    "wire-down" Action::Wire(WireKey::Down), [with(ALT, Down)] Chat: wire_choose_down, Wire: wire_down, Message: newer_message;
    "how" Action::Wire(WireKey::How), [alt('h')] Chat: how, Wire: how, Message: how;
    "wire-freeze" Action::Wire(WireKey::Freeze), [alt('s')] Chat: wire_freeze, Wire: wire_freeze;
    "cancel" Action::Escape, [plain(Esc)] Chat: to_bottom, Search: leave_search, Recall: leave_recall, Help: close, Choice: close_list, Copy: leave_copy_view, Answer: leave_answer, Wire: wire_back, Message: back_to_input;
    "left" Action::Edit(Edit::Left), [plain(Left), ctrl('b')] Chat: left;
    "right" Action::Edit(Edit::Right), [plain(Right)] Chat: right;
    "word-left" Action::Edit(Edit::WordLeft), [with(CTRL, Left), alt('b')] Chat: word_left;
    "word-right" Action::Edit(Edit::WordRight), [with(CTRL, Right), alt('f')] Chat: word_right;
    "line-start" Action::Edit(Edit::Home), [plain(Home), ctrl('a')] Chat: line_start, Wire: wire_oldest;
    "line-end" Action::Edit(Edit::End), [plain(End), ctrl('e')] Chat: line_end, Wire: wire_follow;
    "delete-left" Action::Edit(Edit::Backspace), [plain(Backspace)] Chat: delete_left, Search: delete_left, Recall: delete_left, Choice: delete_left, Answer: delete_left, Wire: delete_left;
    "delete-right" Action::Edit(Edit::Delete), [plain(Delete)] Chat: delete_right;
    "cut-word-left" Action::Edit(Edit::KillWordLeft), [ctrl('w'), with(ALT, Backspace), with(CTRL, Backspace)] Chat: cut_word_left;
    "cut-word-right" Action::Edit(Edit::KillWordRight), [alt('d'), with(ALT, Delete), with(CTRL, Delete)] Chat: cut_word_right;
    "cut-to-start" Action::Edit(Edit::KillToStart), [ctrl('u')] Chat: cut_to_start, Search: cut_to_start, Recall: cut_to_start, Choice: cut_to_start, Answer: cut_to_start, Wire: cut_to_start;
    "cut-to-end" Action::Edit(Edit::KillToEnd), [ctrl('k')] Chat: cut_to_end;
    "yank" Action::Edit(Edit::Yank), [ctrl('y')] Chat: yank;
    "undo" Action::Edit(Edit::Undo), [ctrl('_')] Chat: undo;
    "help" Action::Help, [plain(F(1))] Chat: help, Search: help, Recall: help, Help: close, Choice: help, Copy: help, Answer: help, Wire: help, Message: help;
    "redraw" Action::Redraw, [ctrl('l')] Chat: redraw, Search: redraw, Recall: redraw, Help: redraw, Choice: redraw, Copy: redraw, Answer: redraw, Wire: redraw, Message: redraw;
    "suspend" Action::Suspend, [ctrl('z')] Chat: suspend, Search: suspend, Recall: suspend, Help: suspend, Choice: suspend, Copy: suspend, Answer: suspend, Wire: suspend, Message: suspend;
    "interrupt" Action::Interrupt, [ctrl('c')] Chat: interrupt, Search: leave_search, Recall: leave_recall, Help: close, Choice: close_list, Copy: leave_copy_view, Answer: leave_answer, Wire: wire_back, Message: back_to_input;
    "delete-or-quit" Action::EndOfInput, [ctrl('d')] Chat: delete_or_quit, Help: close, Answer: leave_answer;
};
