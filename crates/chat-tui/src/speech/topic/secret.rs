//! Secret connections: which server it is.

use crate::speech::sentence::topic;

topic! {
    /// Secret connections: which server it is.
    Secret {
        compare(Compare { endpoint, words }) {
            en: "{endpoint} is new here, and its words are `{words}`. Enter if the server's screen shows the same, Ctrl-C if not:",
            pt: "{endpoint} é novo aqui, e as palavras dele são `{words}`. Enter se o ecrã do servidor mostra as mesmas, Ctrl-C se não:",
            br: "{endpoint} é novo aqui, e as palavras dele são `{words}`. Enter se a tela do servidor mostra as mesmas, Ctrl-C se não:",
        }
        type_two(endpoint) {
            en: "{endpoint} is not the server that was there before: somebody may stand between. To go on all the same, type the first two words that the server's screen shows:",
            pt: "{endpoint} não é o servidor que lá estava: alguém pode estar no meio. Para continuar mesmo assim, escreva as duas primeiras palavras que o ecrã do servidor mostra:",
            br: "{endpoint} não é o servidor que lá estava: alguém pode estar no meio. Para continuar mesmo assim, escreva as duas primeiras palavras que a tela do servidor mostra:",
        }
        compare_here(CompareHere { endpoint, words }) {
            en: "{endpoint} is new here, and its words are `{words}`: Enter if its own screen shows the same, Esc if not",
            pt: "{endpoint} é novo aqui, e as palavras dele são `{words}`: Enter se o ecrã dele mostra as mesmas, Esc se não",
            br: "{endpoint} é novo aqui, e as palavras dele são `{words}`: Enter se a tela dele mostra as mesmas, Esc se não",
        }
        type_two_here(endpoint) {
            en: "{endpoint} is not the server that was there before, and nothing was said to it: somebody may stand between. To go on all the same, type the first two words that the server's screen shows; Esc leaves",
            pt: "{endpoint} não é o servidor que lá estava, e nada lhe foi dito: alguém pode estar no meio. Para continuar mesmo assim, escreva as duas primeiras palavras que o ecrã do servidor mostra; Esc sai",
            br: "{endpoint} não é o servidor que lá estava, e nada lhe foi dito: alguém pode estar no meio. Para continuar mesmo assim, escreva as duas primeiras palavras que a tela do servidor mostra; Esc sai",
        }
        words_prompt {
            en: "words>",
            pt: "palavras>",
        }
        new_server(NewServer { endpoint, words }) {
            en: "{endpoint} is new here, and nothing was said to it. Its words are `{words}`: if the server's screen shows the same, add --words \"{words}\"",
            pt: "{endpoint} é novo aqui, e nada lhe foi dito. As palavras dele são `{words}`: se o ecrã do servidor mostra as mesmas, acrescente --words \"{words}\"",
            br: "{endpoint} é novo aqui, e nada lhe foi dito. As palavras dele são `{words}`: se a tela do servidor mostra as mesmas, acrescente --words \"{words}\"",
        }
        changed(Changed { endpoint, words }) {
            en: "{endpoint} is not the server that was there before, and nothing was said to it: somebody may stand between. If it is another one now, whose screen shows `{words}`, add --words \"{words}\"",
            pt: "{endpoint} não é o servidor que lá estava, e nada lhe foi dito: alguém pode estar no meio. Se agora é outro, cujo ecrã mostra `{words}`, acrescente --words \"{words}\"",
            br: "{endpoint} não é o servidor que lá estava, e nada lhe foi dito: alguém pode estar no meio. Se agora é outro, cuja tela mostra `{words}`, acrescente --words \"{words}\"",
        }
        other_words(OtherWords { endpoint, words }) {
            en: "{endpoint} is not the server whose words you gave, and nothing was said to it: its words are `{words}`",
            pt: "{endpoint} não é o servidor cujas palavras deu, e nada lhe foi dito: as palavras dele são `{words}`",
        }
        none_there(NoneThere { endpoint, error }) {
            en: "no secret connection with {endpoint} ({error}), and nothing was said to it: leave out --tls to talk openly",
            pt: "não há ligação secreta com {endpoint} ({error}), e nada lhe foi dito: retire --tls para falar às claras",
            br: "não há conexão secreta com {endpoint} ({error}), e nada lhe foi dito: retire --tls para falar às claras",
        }
        not_built {
            en: "this chat-tui was built without secrecy: build it with --features secrecy, or leave out --tls",
            pt: "este chat-tui foi compilado sem ligações secretas: compile-o com --features secrecy, ou retire --tls",
            br: "este chat-tui foi compilado sem conexões secretas: compile-o com --features secrecy, ou retire --tls",
        }
    }
}
