//! Commands as other programs call them.

/// What fingers bring along from other programs.
pub fn alias(word: &str) -> &str {
    match word {
        "j" => "join",
        "query" => "msg",
        "names" | "w" => "who",
        other => other,
    }
}
