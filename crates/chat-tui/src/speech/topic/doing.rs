//! What one does in the window on the wire.

use crate::speech::sentence::topic;

topic! {
    /// What one does in the window on the wire: asks and answers, holds, looks closer.
    Doing {
        quiz {
            en: "what happens next?",
            pt: "que acontece a seguir?",
            br: "o que vem a seguir?",
        }
        score(Score { right, answered }) {
            en: "{right} of {answered} right",
            pt: "{right} de {answered} certas",
        }
        quiz_waits {
            en: "Nothing yet that a rule decides. The next timer that expires, frame that is kept back, duplicate or cut frame is asked about before it is shown.",
            pt: "Ainda nada que uma regra decida. O próximo temporizador que acabe, trama que se guarde, duplicado ou mensagem cortada pergunta-se antes de se mostrar.",
            br: "Ainda nada que uma regra decida. O próximo temporizador que acabe, quadro que se guarde, duplicado ou mensagem cortada se pergunta antes de se mostrar.",
        }
        quiz_is_over {
            en: "The recording holds nothing more that a rule decides.",
            pt: "A gravação não tem mais nada que uma regra decida.",
        }
        quiz_keys {
            en: "1 2 3 4 answer · Esc asks no more",
            pt: "1 2 3 4 responder · Esc não perguntar mais",
        }
        quiz_next {
            en: "Enter the next question · Esc asks no more",
            pt: "Enter a pergunta seguinte · Esc não perguntar mais",
        }
        right {
            en: "Right.",
            pt: "Certo.",
        }
        wrong(number) {
            en: "No: {number} is what happens.",
            pt: "Não: o que acontece é a {number}.",
        }
        quizzes {
            en: "what happens next? Stand still before the next event that a rule decides, and ask",
            pt: "que acontece a seguir? Parar antes do próximo acontecimento que uma regra decida, e perguntar",
            br: "o que vem a seguir? Parar antes do próximo acontecimento que uma regra decida, e perguntar",
        }
        quiz_key {
            en: "what next",
            pt: "que segue",
        }
        held {
            en: "held",
            pt: "retidos",
        }
        waiting(Waiting { waiting, folded }) {
            en: "{waiting} {waiting:waits|wait}, {folded} more {folded:copy|copies} of them",
            pt: "{waiting} à espera, mais {folded} {folded:cópia|cópias} deles",
            br: "{waiting} esperando, mais {folded} {folded:cópia|cópias} deles",
        }
        clock_stands {
            en: "this link's clock stands still",
            pt: "o relógio desta ligação está parado",
            br: "o relógio desta conexão está parado",
        }
        clocks_stand {
            en: "all clocks stand still",
            pt: "todos os relógios estão parados",
        }
        copies(count) {
            en: "and {count} {count:copy|copies} of it",
            pt: "e {count} {count:cópia|cópias} dele",
        }
        held_line(HeldLine { number, arrow, bytes, gist }) {
            en: "[{number}] {arrow} {bytes} bytes  {gist}",
            pt: "[{number}] {arrow} {bytes} bytes  {gist}",
        }
        held_keys {
            en: "p pass  d double  k kill",
            pt: "p passar  d duplicar  k perder",
        }
        nothing_is_held {
            en: "Nothing is held. h holds every datagram of this link, both ways, and stops the link's clock; then you decide what passes.",
            pt: "Nada está retido. h retém todos os datagramas desta ligação, nos dois sentidos, e para o relógio dela; depois é você que decide o que passa.",
            br: "Nada está retido. h retém todos os datagramas desta conexão, nos dois sentidos, e para o relógio dela; depois é você quem decide o que passa.",
        }
        nothing_waits {
            en: "Nothing waits. What is sent from now on waits here, and what comes.",
            pt: "Nada espera. O que agora se envie espera aqui, e o que venha.",
        }
        held_out {
            en: "It has not left this machine. p lets it go, d sends it twice, k loses it: the sender finds that out only by waiting. A dot lets this link's clock run to its next timer; the server's clock goes on in any case.",
            pt: "Ainda não saiu desta máquina. p deixa-o ir, d envia-o duas vezes, k perde-o: quem enviou só o descobre esperando. Um ponto deixa o relógio desta ligação andar até ao próximo temporizador; o do servidor anda sempre.",
            br: "Ainda não saiu desta máquina. p deixa-o ir, d envia-o duas vezes, k perde-o: quem enviou só o descobre esperando. Um ponto deixa o relógio desta conexão andar até o próximo temporizador; o do servidor anda sempre.",
        }
        held_in {
            en: "It has come to this machine, and this program has not heard it. p hands it on, d hands it on twice, k loses it: the server will send again what is not acknowledged, since its clock goes on.",
            pt: "Chegou a esta máquina, e este programa ainda não o ouviu. p entrega-o, d entrega-o duas vezes, k perde-o: o servidor reenvia o que não for confirmado, pois o relógio dele anda.",
        }
        held_out_by_all {
            en: "It has not left this machine. p lets it go, d sends it twice, k loses it: the sender finds that out only by waiting. All clocks stand still, the server's too: a dot lets them run to the next timer, whosever it is.",
            pt: "Ainda não saiu desta máquina. p deixa-o ir, d envia-o duas vezes, k perde-o: quem enviou só o descobre esperando. Todos os relógios estão parados, o do servidor também: um ponto deixa-os andar até ao próximo temporizador, seja de quem for.",
            br: "Ainda não saiu desta máquina. p deixa-o ir, d envia-o duas vezes, k perde-o: quem enviou só o descobre esperando. Todos os relógios estão parados, o do servidor também: um ponto deixa-os andar até o próximo temporizador, seja de quem for.",
        }
        held_in_by_all {
            en: "It has come to this machine, and this program has not heard it. p hands it on, d hands it on twice, k loses it: the server will send again what is not acknowledged, once a dot has let the clocks run to its timer.",
            pt: "Chegou a esta máquina, e este programa ainda não o ouviu. p entrega-o, d entrega-o duas vezes, k perde-o: o servidor reenvia o que não for confirmado, quando um ponto tiver deixado os relógios andar até ao temporizador dele.",
            br: "Chegou a esta máquina, e este programa ainda não o ouviu. p entrega-o, d entrega-o duas vezes, k perde-o: o servidor reenvia o que não for confirmado, quando um ponto tiver deixado os relógios andar até o temporizador dele.",
        }
        row_is_not_held {
            en: "this row does not wait: 8 shows what is held",
            pt: "esta linha não espera: 8 mostra o que está retido",
        }
        clock_runs {
            en: "the clock runs: o stops it while datagrams are held (h)",
            pt: "o relógio anda: o para-o enquanto há retenção (h)",
        }
        holds {
            en: "hold every datagram of this link (with the filter type:msg, only those), and stop its clock; again: release all",
            pt: "reter todos os datagramas desta ligação (com o filtro tipo:msg, só esses) e parar o relógio dela; outra vez: soltar tudo",
            br: "reter todos os datagramas desta conexão (com o filtro tipo:msg, só esses) e parar o relógio dela; outra vez: soltar tudo",
        }
        passes {
            en: "let the chosen held datagram pass",
            pt: "deixar passar o datagrama retido escolhido",
        }
        doubles {
            en: "let it pass twice",
            pt: "deixá-lo passar duas vezes",
        }
        kills {
            en: "lose it",
            pt: "perdê-lo",
        }
        passes_all {
            en: "let all pass that wait now",
            pt: "deixar passar todos os que esperam agora",
        }
        steps {
            en: "while it stands still: one event on; while datagrams are held: let the link's clock run to its next timer",
            pt: "com a imagem parada: um acontecimento adiante; com datagramas retidos: deixar o relógio da ligação andar até ao próximo temporizador",
            br: "com a imagem parada: um acontecimento adiante; com datagramas retidos: deixar o relógio da conexão andar até o próximo temporizador",
        }
        steps_back {
            en: "stand still, and one event back",
            pt: "parar a imagem, e um acontecimento atrás",
        }
        unfolds {
            en: "show what is folded beside the chosen row, or fold it again",
            pt: "mostrar o que está dobrado junto da linha escolhida, ou dobrá-lo outra vez",
        }
        nothing_later {
            en: "this is the newest event; Space lets the window go on",
            pt: "este é o acontecimento mais novo; Espaço deixa a janela continuar",
        }
        steps_when_still {
            en: "a comma stands still and goes one event back, a dot one on; while datagrams are held (h), a dot lets the clock run to its next timer",
            pt: "uma vírgula para a imagem e recua um acontecimento, um ponto avança um; com datagramas retidos (h), um ponto deixa o relógio andar até ao próximo temporizador",
            br: "uma vírgula para a imagem e recua um acontecimento, um ponto avança um; com datagramas retidos (h), um ponto deixa o relógio andar até o próximo temporizador",
        }
        server_tells_once {
            en: "a server tells each event once: here one cannot go back. Record it (chat-server --trace FILE) and replay it.",
            pt: "um servidor conta cada acontecimento uma só vez: aqui não se pode voltar atrás. Grave (chat-server --trace FICHEIRO) e reproduza.",
            br: "um servidor conta cada acontecimento uma só vez: aqui não se pode voltar atrás. Grave (chat-server --trace ARQUIVO) e reproduza.",
        }
        nothing_is_folded {
            en: "nothing is folded beside this row; b shows the whole background",
            pt: "não há nada dobrado junto desta linha; b mostra o fundo todo",
        }
        stands {
            en: "stop the link's clock while datagrams are held, or let it run",
            pt: "parar o relógio da ligação durante a retenção, ou deixá-lo andar",
            br: "parar o relógio da conexão durante a retenção, ou deixá-lo andar",
        }
        view_held {
            en: "what is held, one line a frame",
            pt: "o que está retido, uma linha por trama",
            br: "o que está retido, uma linha por quadro",
        }
        pass_key {
            en: "pass",
            pt: "passar",
        }
        double_key {
            en: "double",
            pt: "duplicar",
        }
        kill_key {
            en: "kill",
            pt: "perder",
        }
        all_key {
            en: "all",
            pt: "todos",
        }
        timer_key {
            en: "next timer",
            pt: "temporizador",
        }
        clock_key {
            en: "clock",
            pt: "relógio",
        }
        release_key {
            en: "let go",
            pt: "soltar",
        }
        hold_key {
            en: "hold",
            pt: "reter",
        }
        scales {
            en: "time to scale, or a row for each event",
            pt: "tempo à escala, ou uma linha por acontecimento",
        }
        zooms_in {
            en: "to scale, look closer",
            pt: "à escala, ver mais de perto",
        }
        zooms_out {
            en: "to scale, look from further away",
            pt: "à escala, ver mais de longe",
        }
        row_is(time) {
            en: "1 row = {time}",
            pt: "1 linha = {time}",
        }
        lanes {
            en: "other people's lanes, where not all have room",
            pt: "colunas de outras pessoas, quando não cabem todas",
        }
        all_lanes {
            en: "every lane is shown",
            pt: "todas as colunas se mostram",
        }
        goes_to_line {
            en: "to the message of the chosen row, in the chat",
            pt: "à mensagem da linha escolhida, na conversa",
        }
        no_line {
            en: "the chosen row's message is not among what is shown of this conversation",
            pt: "a mensagem da linha escolhida não está entre o que se mostra desta conversa",
        }
        records {
            en: "record to a file: writes the command, you write its name",
            pt: "gravar num ficheiro: escreve o comando, falta o nome",
            br: "gravar num arquivo: escreve o comando, falta o nome",
        }
        exports {
            en: "export to a file: writes the command, you write its name",
            pt: "exportar para um ficheiro: escreve o comando, falta o nome",
            br: "exportar para um arquivo: escreve o comando, falta o nome",
        }
        exports_a_replay {
            en: "chat-tui replay FILE --export OUT writes a recording in another form",
            pt: "chat-tui replay FICHEIRO --export SAÍDA escreve uma gravação noutra forma",
            br: "chat-tui replay ARQUIVO --export SAÍDA escreve uma gravação em outra forma",
        }
        sentences {
            en: "the sentence below, or more rows",
            pt: "a frase em baixo, ou mais linhas",
            br: "a frase embaixo, ou mais linhas",
        }
    }
}
