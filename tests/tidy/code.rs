//! Source text as a list of words and signs, without comments.
//!
//! Not a parser: enough to see paths, `mod` lists and macros, whatever the
//! line breaks, and never to be fooled by a comment or a string.

/// A word, a sign (`::` is one), or a literal with its quotes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) text: String,
    /// Counted from 1.
    pub(crate) line: usize,
}

/// All tokens of a text. A raw identifier comes without its `r#`.
pub(crate) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = text;
    let mut line = 1;
    while let Some(first) = rest.chars().next() {
        let (length, kept) = measure(rest, first);
        let (token, tail) = rest.split_at(length);
        if kept {
            let text = token.strip_prefix("r#").filter(|t| !t.contains('"'));
            tokens.push(Token {
                text: text.unwrap_or(token).to_owned(),
                line,
            });
        }
        line += token.matches('\n').count();
        rest = tail;
    }
    tokens
}

/// The tokens that are there when nobody tests: without each
/// `#[cfg(test)] mod … { … }`.
pub(crate) fn without_tests(tokens: &[Token]) -> Vec<Token> {
    let mut kept = Vec::new();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        if let Some(end) = test_block(tokens, at) {
            at = end;
        } else {
            kept.push(token.clone());
            at += 1;
        }
    }
    kept
}

/// Whether these words stand here, one after the other.
pub(crate) fn stands(tokens: &[Token], at: usize, words: &[&str]) -> bool {
    let here = tokens.get(at..at + words.len());
    here.is_some_and(|here| here.iter().map(|t| &*t.text).eq(words.iter().copied()))
}

/// Whether a token is a word.
pub(crate) fn is_word(token: &Token) -> bool {
    token
        .text
        .starts_with(|c: char| c == '_' || c.is_alphabetic())
        && !token.text.ends_with('"')
}

/// Where the bracket that opens here has been closed.
pub(crate) fn after_bracket(tokens: &[Token], open: usize) -> usize {
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate().skip(open) {
        match &*token.text {
            "{" | "(" | "[" => depth += 1,
            "}" | ")" | "]" => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return at + 1;
        }
    }
    tokens.len()
}

/// What marks an item that exists in tests only.
pub(crate) const CFG_TEST: [&str; 7] = ["#", "[", "cfg", "(", "test", ")", "]"];

/// If a test module with a body begins here: where it ends.
fn test_block(tokens: &[Token], at: usize) -> Option<usize> {
    if !stands(tokens, at, &CFG_TEST) {
        return None;
    }
    let mut at = at + CFG_TEST.len();
    while stands(tokens, at, &["#", "["]) {
        at = after_bracket(tokens, at + 1);
    }
    let block = stands(tokens, at, &["mod"]) && stands(tokens, at + 2, &["{"]);
    block.then(|| after_bracket(tokens, at + 2))
}

/// The length of what stands at the beginning, and whether it is a token.
fn measure(rest: &str, first: char) -> (usize, bool) {
    if rest.starts_with("//") {
        return (rest.find('\n').unwrap_or(rest.len()), false);
    }
    if rest.starts_with("/*") {
        return (block_comment(rest), false);
    }
    if let Some(length) = string(rest).or_else(|| quote(rest)) {
        return (length, true);
    }
    let start = if rest.starts_with("r#") { 2 } else { 0 };
    if first == '_' || first.is_alphanumeric() {
        return (start + word(rest.split_at(start).1), true);
    }
    let length = if rest.starts_with("::") {
        2
    } else {
        first.len_utf8()
    };
    (length, !first.is_whitespace())
}

fn word(rest: &str) -> usize {
    rest.find(|c: char| c != '_' && !c.is_alphanumeric())
        .unwrap_or(rest.len())
}

/// Block comments nest.
fn block_comment(rest: &str) -> usize {
    let mut depth = 0_usize;
    let mut bytes = rest.bytes().enumerate().peekable();
    while let Some((at, byte)) = bytes.next() {
        match (byte, bytes.peek().map(|(_, next)| *next)) {
            (b'/', Some(b'*')) => depth += 1,
            (b'*', Some(b'/')) => depth -= 1,
            _ => continue,
        }
        bytes.next();
        if depth == 0 {
            return at + 2;
        }
    }
    rest.len()
}

/// Strings with any prefix; raw ones too.
fn string(rest: &str) -> Option<usize> {
    for prefix in ["br", "cr", "r"] {
        let Some(body) = rest.strip_prefix(prefix) else {
            continue;
        };
        let hashes = body.len() - body.trim_start_matches('#').len();
        if let Some(inside) = body.trim_start_matches('#').strip_prefix('"') {
            let end = format!("\"{}", "#".repeat(hashes));
            let length = inside.find(&end).unwrap_or(inside.len());
            return Some(prefix.len() + hashes + 1 + length + end.len());
        }
    }
    let body = ["b\"", "c\"", "\""]
        .iter()
        .find_map(|prefix| rest.strip_prefix(prefix))?;
    Some(rest.len() - body.len() + closed_by(body, '"'))
}

/// A character, a byte or a lifetime.
fn quote(rest: &str) -> Option<usize> {
    let body = rest
        .strip_prefix("b'")
        .or_else(|| rest.strip_prefix('\''))?;
    let before = rest.len() - body.len();
    let mut chars = body.chars();
    let first = chars.next()?;
    if first == '\\' || chars.next() == Some('\'') {
        return Some(before + closed_by(body, '\''));
    }
    Some(before + word(body))
}

/// The length up to and with the sign that closes, where `\` hides one.
fn closed_by(body: &str, sign: char) -> usize {
    let mut chars = body.char_indices();
    while let Some((at, c)) = chars.next() {
        if c == '\\' {
            chars.next();
        } else if c == sign {
            return at + 1;
        }
    }
    body.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let words: Vec<_> = tokens(text).into_iter().map(|t| t.text).collect();
        assert_eq!(words.join(" "), expected);
    }

    #[test]
    fn words_and_signs_are_told_apart_whatever_the_white_space() {
        check("use a::b as _;", "use a :: b as _ ;");
        check("super ::\n  x( 1_0u8 )", "super :: x ( 1_0u8 )");
        check("r#type = self.é", "type = self . é");
    }

    #[test]
    fn comments_are_nothing() {
        check("a // tokio\nb /* x /* y */ z */ c //! d", "a b c");
        check("/*/ a */ b", "b");
    }

    #[test]
    fn literals_are_whole() {
        check(
            r#"f("a \" // b", 'c', '\'', b'"', "é")"#,
            r#"f ( "a \" // b" , 'c' , '\'' , b'"' , "é" )"#,
        );
        check(
            r##"r#"a " b"# + br"\" + c"""##,
            r##"r#"a " b"# + br"\" + c"""##,
        );
        check(
            "fn f<'a>(x: &'a str, y: '_) {}",
            "fn f < 'a > ( x : & 'a str , y : '_ ) { }",
        );
    }

    #[test]
    fn a_token_knows_its_line() {
        let lines: Vec<_> = tokens("a\n\"b\n\"\n/*\n*/ c")
            .iter()
            .map(|t| t.line)
            .collect();
        assert_eq!(lines, [1, 2, 5]);
    }

    #[test]
    fn test_modules_go_and_nothing_else() {
        let text = "#[cfg(test)] mod tests; a #[cfg(test)] #[allow(x)] mod t { { y } } b #[cfg(test)] fn c() {}";
        let kept: Vec<_> = without_tests(&tokens(text))
            .into_iter()
            .map(|t| t.text)
            .collect();
        assert_eq!(kept.join(""), "#[cfg(test)]modtests;ab#[cfg(test)]fnc(){}");
    }
}
