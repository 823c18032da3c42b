//! What is wrong with a regular expression, while it is typed.

use crate::speech::sentence::topic;

topic! {
    /// What is wrong with a regular expression.
    Pattern {
        empty {
            en: "/colou?r/ is a regular expression",
            pt: "/s[aã]o/ é uma expressão regular",
        }
        class {
            en: "not yet: [ has no ]",
            pt: "ainda não: [ não tem ]",
        }
        group {
            en: "not yet: ( has no )",
            pt: "ainda não: ( não tem )",
        }
        closing {
            en: ") has no (: \\) is the sign itself",
            pt: ") não tem (: \\) é o próprio sinal",
        }
        repeats {
            en: "* + ? repeat what stands before them: nothing does; \\* is the sign itself",
            pt: "* + ? repetem o que está antes, e não há nada; \\* é o próprio sinal",
        }
        count {
            en: "not yet: a count is a number between braces, or two with a comma",
            pt: "ainda não: a contagem é um número entre chavetas, ou dois com vírgula",
            br: "ainda não: a contagem é um número entre chaves, ou dois com vírgula",
        }
        backwards {
            en: "it goes backwards: the smaller one comes first",
            pt: "está ao contrário: primeiro vem o menor",
        }
        escape {
            en: "not yet: \\ needs a sign after it",
            pt: "ainda não: \\ precisa de um sinal a seguir",
        }
        meaningless {
            en: "\\ means nothing before this letter: \\w \\d \\s \\b do",
            pt: "\\ não diz nada antes desta letra: há \\w \\d \\s \\b",
        }
        foreign {
            en: "no look-ahead, \\1 or \\p here: [ ] ( ) | * + ? \\w \\d \\s \\b do",
            pt: "aqui não há (?=, \\1 nem \\p: há [ ] ( ) | * + ? \\w \\d \\s \\b",
        }
        large {
            en: "too large: write it shorter, or repeat less",
            pt: "demasiado grande: encurte-a, ou repita menos",
            br: "grande demais: encurte-a, ou repita menos",
        }
        other {
            en: "no regular expression",
            pt: "não é uma expressão regular",
        }
    }
}
