//! The screen on a real pseudo-terminal. Empty until its author fills it.
