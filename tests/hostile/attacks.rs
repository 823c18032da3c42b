//! The thirty attacks that trust has to withstand, and which test shows it of each.
//!
//! The number, what somebody tries, then a line for each proof: its file and its name. A rule
//! is tested where it stands, in the crates; what concerns the programs, on real sockets
//! here, in `contract` and in `screen`. `tests/tidy/attacks.rs` looks whether they are there.
//!
//! 1. Somebody in the path with a certificate of their own, where there is a password.
//!    - `tests/hostile/between.rs` `whoever_hands_on_a_proof_under_another_certificate_learns_nothing_and_is_left`
//!    - `tests/contract/trust_client.rs` `a_server_that_does_not_know_the_password_hears_nothing`
//! 2. The same without a password: other words, and a pipe says nothing.
//!    - `tests/contract/secrecy_client.rs` `whoever_stands_between_hears_nothing_neither_the_first_time_nor_later`
//!    - `tests/contract/secrecy_client.rs` `it_says_nothing_to_a_new_server_until_its_words_are_given_and_then_remembers_it`
//! 3. The same where the server was known before: not one byte is said.
//!    - `tests/contract/secrecy_client.rs` `whoever_stands_between_hears_nothing_neither_the_first_time_nor_later`
//!    - `crates/chat-tui/src/pins.rs` `a_certificate_is_known_wherever_it_is_met_and_another_one_stops`
//! 4. A hello that is answered in the open.
//!    - `tests/contract/secrecy_client.rs` `it_never_falls_back_to_talking_openly`
//! 5. A link that is opened without the secrecy that was asked for.
//!    - `tests/contract/secrecy_link.rs` `it_never_falls_back_to_talking_openly`
//! 6. Bytes and frames of TLS that are flipped, repeated, lost, exchanged.
//!    - `crates/chat-secrecy/src/layer/tests.rs` `what_is_flipped_repeated_lost_or_exchanged_never_becomes_a_wrong_text`
//!    - `crates/chat-net/src/sealed_link/tests.rs` `a_frame_that_was_changed_says_nothing_wrong`
//!    - `crates/chat-net/src/sealed_link/tests.rs` `frames_that_are_repeated_lost_or_exchanged_say_nothing_wrong`
//!    - `tests/contract/secrecy.rs` `a_hello_with_any_byte_changed_ends_or_goes_on_and_harms_nobody`
//!    - `tests/contract/secrecy_link.rs` `in_a_storm_all_is_said_once_and_nothing_can_be_read`
//! 7. All that somebody has said to come in, once more.
//!    - `tests/hostile/replays.rs` `a_captured_proof_of_a_name_is_refused_wherever_it_is_sent_again`
//!    - `tests/hostile/replays.rs` `a_captured_proof_of_the_password_is_a_wrong_one_wherever_it_is_sent_again`
//! 8. A proof that nobody asked for, twice, of another connection, too late.
//!    - `crates/chat-server/src/hub/tests/trust.rs` `an_answer_that_nobody_asked_for_is_bad_and_the_connection_lives`
//!    - `crates/chat-server/src/hub/tests/trust/passwords.rs` `a_proof_of_the_password_that_nobody_asked_for_is_bad_and_the_connection_lives`
//!    - `tests/contract/trust.rs` `an_answer_that_is_wrong_late_or_unasked_is_bad_and_the_connection_lives`
//! 9. A proof bound to another server, or to no certificate.
//!    - `tests/hostile/replays.rs` `a_proof_that_was_made_for_another_server_or_no_certificate_is_refused`
//!    - `tests/contract/secrecy.rs` `a_proof_is_bound_to_the_certificate`
//! 10. Guesses at the password, as many as there is time for.
//!    - `crates/chat-server/src/hub/tests/trust/passwords.rs` `guesses_are_few_from_one_address_and_from_a_hundred_and_a_newcomer_is_heard`
//!    - `crates/chat-server/src/hub/tests/trust/passwords.rs` `whoever_was_let_in_comes_back_at_once_though_its_own_address_is_worn_out`
//!    - `tests/hostile/returning.rs` `guesses`
//! 11. How long a comparison takes.
//!    - `tests/tidy/secrets.rs` `no_secret_is_compared_by_what_stops_at_the_first_difference`
//!    - `tests/tidy/secrets.rs` `wherever_a_secret_is_shown_the_one_function_decides`
//! 12. A dictionary, tried against a captured proof.
//!    - `crates/chat-trust/tests/dictionary.rs` `a_dictionary_finds_a_weak_password_and_no_generated_one`
//! 13. Somebody else's name, by each word and in each spelling, at each moment.
//!    - `tests/hostile/thieves.rs` `stays_its_owners`
//!    - `crates/chat-server/src/hub/tests/trust.rs` `the_first_key_has_the_name_and_nobody_else_gets_it_whether_its_owner_is_there_or_not`
//! 14. A takeover that is signed wrongly, or for another name.
//!    - `tests/hostile/thieves.rs` `a_takeover_that_is_not_signed_for_this_name_here_and_now_disturbs_nobody`
//!    - `crates/chat-server/src/hub/tests/trust.rs` `a_wrong_signature_disturbs_nobody`
//! 15. One key on two machines.
//!    - `tests/screen/twins.rs` `of_two_that_are_one_person_the_earlier_goes_and_does_not_come_back`
//!    - `tests/hostile/twins.rs` `two_of_one_key_under_two_names_both_stay_and_who_comes_is_told_of_the_other`
//! 16. More names than there may be: in all, of an address, of a key.
//!    - `crates/chat-trust/src/claims/tests.rs` `there_are_at_most_so_many_claims_and_the_chat_goes_on`
//!    - `crates/chat-server/src/hub/tests/trust.rs` `one_address_takes_sixty_new_names_in_ten_minutes_and_the_chat_goes_on`
//!    - `crates/chat-trust/src/claims/tests.rs` `a_fifth_name_frees_the_one_that_was_not_used_for_longest`
//! 17. A file of names that was cut anywhere, and a server that is killed.
//!    - `crates/chat-trust/src/claims/tests.rs` `a_file_that_is_cut_anywhere_loses_at_most_its_last_line`
//!    - `crates/chat-server/src/claimsfile.rs` `a_cut_file_is_whole_again_after_the_start`
//!    - `tests/contract/trust.rs` `a_name_that_a_welcome_has_confirmed_survives_every_end_of_the_server`
//! 18. Names that look like a rank.
//!    - `tests/screen/ranks.rs` `a_name_that_looks_like_a_rank_has_the_marks_of_anybody`
//!    - `tests/contract/trust.rs` `names_that_look_like_a_rank_get_no_mark_of_ours`
//!    - `tests/contract/names.rs` `nobody_can_be_called_as_the_server_or_a_guest`
//! 19. Texts that imitate a line of the server's or of somebody else.
//!    - `tests/hostile/imitators.rs` `no_text_of_a_pupil_can_be_taken_for_a_line_of_the_server_or_of_another`
//!    - `tests/contract/plain_peers.rs` `a_line_break_in_a_text_cannot_forge_a_line`
//!    - `tests/screen/hostile.rs` `by_a_peer`
//! 20. Orders of those who may not give them.
//!    - `crates/chat-server/src/hub/tests/led/refused.rs` `each_order_of_each_who_may_not_is_refused_and_in_the_audit_wherever_it_is_about`
//!    - `crates/chat-server/src/hub/tests/led/refused.rs` `each_order_that_somebody_types_who_may_not_is_refused_and_in_the_audit`
//!    - `crates/chat-server/src/hub/tests/led/refused.rs` `in_a_room_where_one_is_not_nothing_can_be_done_and_nothing_learned`
//!    - `crates/chat-server/src/hub/tests/led/refused.rs` `an_order_that_does_not_exist_is_bad_and_the_connection_lives`
//!    - `tests/hostile/pupils.rs` `no_order_of_anybody_else_is_carried_out_however_often_it_comes`
//! 21. Guesses at the words that make one the teacher.
//!    - `tests/hostile/pupils.rs` `after_ten_wrong_words_the_server_prints_others_and_the_first_are_worth_nothing`
//!    - `crates/chat-server/src/hub/tests/led/claiming.rs` `guessing_the_words_is_bounded_as_guessing_a_password_is`
//! 22. A client that was sent out, and reconnects by itself.
//!    - `tests/screen/led.rs` `whoever_is_sent_out_does_not_come_back_by_itself`
//!    - `crates/chat-tui/src/session/tests/trust.rs` `whoever_is_told_to_stay_away_does_not_come_back_by_itself`
//! 23. A locked door, and a whole class that is cut off behind it.
//!    - `tests/hostile/thirty.rs` `behind_a_locked_door_a_whole_class_that_was_cut_off_comes_back_and_nobody_new`
//! 24. A ban of one of many behind one address.
//!    - `tests/hostile/thirty.rs` `whoever_is_banned_is_banned_alone_of_all_behind_one_address`
//!    - `crates/chat-server/src/hub/tests/led/doors.rs` `an_address_is_banned_only_where_asked_for_and_it_is_said_how_many_that_hits`
//! 25. Forged answers to whoever looks for servers. (Of multicast DNS the client believes
//!     nothing: it does not ask it.)
//!    - `crates/chat-tui/src/servers/tests.rs` `a_thousand_forged_answers_fill_a_short_clean_list`
//!    - `crates/chat-tui/src/servers/tests.rs` `whoever_fills_the_list_first_does_not_keep_the_true_server_out_of_it`
//!    - `tests/contract/discovery.rs` `forged_answers_do_not_hide_the_true_one`
//! 26. A flood of questions after servers, in others' names.
//!    - `tests/hostile/strangers.rs` `a_flood_of_questions_after_servers_is_answered_in_few_words`
//!    - `crates/chat-server/src/edge/discovery.rs` `a_flood_of_questions_is_answered_as_often_as_people_ask`
//! 27. Requests of a browser and of curl.
//!    - `tests/hostile/browsers.rs` `a_page_in_a_real_browser_says_nothing_in_the_room`
//!    - `tests/hostile/browsers.rs` `whatever_curl_asks_for_is_refused_and_nobody_hears_it`
//!    - `tests/contract/first_lines.rs` `a_browser_gets_one_response_and_nobody_hears_it`
//! 28. Handshakes that never end.
//!    - `tests/hostile/half_open.rs` `half_handshakes_disturb_nobody_and_end_after_their_time`
//!    - `tests/hostile/half_open.rs` `a_hello_that_comes_byte_by_byte_has_no_more_time_than_one_that_stops`
//!    - `crates/chat-server/src/edge/udp/tests/sealing.rs` `a_handshake_that_takes_too_long_ends_its_link`
//! 29. Titles of shared code that lead elsewhere, and what is in the way of the file.
//!    - `tests/screen/sharing.rs` `a_title_leads_nowhere_and_what_is_there_is_never_written_over`
//!    - `crates/chat-proto/src/paste.rs` `a_title_is_the_name_of_a_file_and_leads_nowhere`
//!    - `crates/chat-tui/src/codefile.rs` `what_is_there_is_not_written_over_nor_what_a_link_leads_to`
//! 30. Anything at all. Hours of it are `fuzz`, whose targets are named as what they send;
//!     the short form runs with the tests.
//!    - `crates/chat-trust/src/challenge.rs` `an_answer_meets_the_newest_question_once_and_in_time`
//!    - `crates/chat-proto/src/codec/json/discovery.rs` `whatever_is_asked_and_called_so_the_answer_fits`
//!    - `crates/chat-proto/src/paste.rs` `every_title_is_one_and_stays_as_it_is`
//!    - `crates/chat-server/src/hub/tests/model.rs` `the_hub_agrees_with_a_naive_model`
