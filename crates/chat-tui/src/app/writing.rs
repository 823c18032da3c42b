//! What becomes of the input: Enter, a paste, the person's own editor, Tab and the
//! pop-up above it. The words themselves are values of `input`.

pub mod on_message;
pub mod on_mend;
pub mod on_paste;
pub mod on_send;
pub mod on_refer;
pub mod on_say;
pub mod on_editor;
pub mod on_ignore;
pub mod complete;
pub mod popup;
