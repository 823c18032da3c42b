//! The window on the wire.

use crate::speech::sentence::topic;

topic! {
    /// What stands around the rows of the window on the wire.
    Wire {
        title {
            en: "wire",
            pt: "fio",
        }
        live {
            en: "live",
            pt: "em direto",
        }
        chosen {
            en: "row chosen",
            pt: "linha escolhida",
        }
        stands {
            en: "frozen",
            pt: "parada",
        }
        frozen(count) {
            en: "frozen, {count} new",
            pt: "parado, {count} {count:nova|novas}",
        }
        of(Of { shown, all }) {
            en: "{shown} of {all}",
            pt: "{shown} de {all}",
        }
        nothing {
            en: "Nothing has passed yet that would be shown here.",
            pt: "Ainda não passou nada que se mostre aqui.",
        }
        nothing_fits {
            en: "No row fits the filter: c shows all again.",
            pt: "Nenhuma linha corresponde ao filtro: c mostra tudo.",
        }
        filter_prompt {
            en: "filter: ",
            pt: "filtro: ",
        }
        unread(word) {
            en: "{word}: no such word",
            pt: "{word}: não há tal palavra",
        }
        nearest(Nearest { word, near }) {
            en: "{word}: perhaps {near}",
            pt: "{word}: talvez {near}",
        }
        filter_examples {
            en: "lost  again  seq:18  from:ana  type:msg,ack  >100ms  \"text\"",
            pt: "perdidos  copias  seq:18  de:ana  tipo:msg,ack  >100ms  \"texto\"",
        }
        select_keys {
            en: "choose",
            pt: "escolher",
        }
        whole_key {
            en: "whole screen",
            pt: "ecrã inteiro",
            br: "tela inteira",
        }
        close_key {
            en: "close",
            pt: "fechar",
        }
        pane_key {
            en: "back to the chat",
            pt: "voltar à conversa",
        }
        bytes_key {
            en: "bytes",
            pt: "bytes",
        }
        filter_key {
            en: "filter",
            pt: "filtro",
        }
        freeze_key {
            en: "freeze",
            pt: "parar",
        }
        mark_key {
            en: "next mark",
            pt: "marca seguinte",
        }
        follow_key {
            en: "follow",
            pt: "seguir",
        }
        background_key {
            en: "background",
            pt: "fundo",
        }
        freezes {
            en: "stand still; what happens goes on and is counted",
            pt: "parar a imagem; o que acontece continua e é contado",
        }
        next_mark {
            en: "the next row that was lost, repeated, doubled or refused",
            pt: "a linha seguinte perdida, repetida, duplicada ou recusada",
        }
        last_mark {
            en: "the one before it",
            pt: "a anterior",
        }
        filters {
            en: "show only what fits: lost, again, seq:18, from:ana, type:msg, >100ms, \"text\"",
            pt: "mostrar só o que corresponde ao filtro: perdidos, copias, seq:18, de:ana, tipo:msg, >100ms, \"texto\"",
        }
        clears {
            en: "show everything again",
            pt: "voltar a mostrar tudo",
        }
        backgrounds {
            en: "show signs of life and their answers, or fold them",
            pt: "mostrar os sinais de vida e as respostas, ou dobrá-los",
        }
        masks {
            en: "hide the letters of texts, names and addresses, also in /export; or show them",
            pt: "esconder as letras de textos, nomes e endereços, também em /export; ou mostrá-las",
        }
        masked {
            en: "letters hidden",
            pt: "letras escondidas",
        }
        masks_a_replay {
            en: "chat-tui replay --mask hides the letters of a recording",
            pt: "chat-tui replay --mask esconde as letras de uma gravação",
        }
        export_usage {
            en: "/export FILE",
            pt: "/export FICHEIRO",
            br: "/export ARQUIVO",
        }
        export {
            en: "write what passed on the wire to a file, in the form of its ending: .pcapng, .ndjson, .mmd, .svg, .txt",
            pt: "escrever num ficheiro o que passou no fio, na forma da terminação: .pcapng, .ndjson, .mmd, .svg, .txt",
            br: "escrever num arquivo o que passou no fio, na forma da terminação: .pcapng, .ndjson, .mmd, .svg, .txt",
        }
        exported(file) {
            en: "what passed on the wire is in {file}",
            pt: "o que passou no fio está em {file}",
        }
        export_fails(ExportFails { file, error }) {
            en: "cannot write {file}: {error}",
            pt: "não se consegue escrever {file}: {error}",
        }
        lives {
            en: "only what belongs to the chosen message or frame",
            pt: "só o que pertence à mensagem ou trama escolhida",
            br: "só o que pertence à mensagem ou ao quadro escolhido",
        }
        replay(name) {
            en: "replay of {name}",
            pt: "gravação {name}",
        }
        event_of(EventOf { done, all }) {
            en: "event {done} of {all}",
            pt: "acontecimento {done} de {all}",
        }
        time_of(TimeOf { at, end }) {
            en: "{at} of {end}",
            pt: "{at} de {end}",
        }
        playing(speed) {
            en: "plays ×{speed}",
            pt: "a correr ×{speed}",
            br: "rodando ×{speed}",
        }
        stopped(speed) {
            en: "stopped ×{speed}",
            pt: "parada ×{speed}",
        }
        play_key {
            en: "play",
            pt: "correr",
            br: "rodar",
        }
        step_key {
            en: "one on, back",
            pt: "um passo, atrás",
        }
        speed_key {
            en: "speed",
            pt: "ritmo",
        }
        end_key {
            en: "end",
            pt: "sair",
        }
        plays {
            en: "play from here, or stop; at the end, from the beginning",
            pt: "correr a partir daqui, ou parar; no fim, do princípio",
            br: "rodar a partir daqui, ou parar; no fim, do começo",
        }
        plays_next {
            en: "one event on",
            pt: "um acontecimento adiante",
        }
        plays_back {
            en: "one event back",
            pt: "um acontecimento atrás",
        }
        plays_faster {
            en: "twice as fast, up to ×16",
            pt: "duas vezes mais depressa, até ×16",
        }
        plays_slower {
            en: "half as fast, down to ×¼",
            pt: "metade do ritmo, até ×¼",
        }
        off {
            en: "nothing is kept: this program was started with --wire off",
            pt: "nada se guarda: este programa foi iniciado com --wire off",
        }
        closed {
            en: "F9 opens the window on the wire first",
            pt: "primeiro F9 abre a janela do fio",
        }
        ladder {
            en: "ladder",
            pt: "escada",
        }
        bytes {
            en: "bytes",
            pt: "bytes",
        }
        waits {
            en: "waits",
            pt: "esperas",
        }
        queues {
            en: "queues",
            pt: "filas",
        }
        system {
            en: "what the system does by itself",
            pt: "o que o sistema faz por si",
            br: "o que o sistema faz sozinho",
        }
        woke {
            en: "who woke the program",
            pt: "quem acordou o programa",
        }
        people {
            en: "people",
            pt: "pessoas",
        }
        server_ended {
            en: "the server has ended",
            pt: "o servidor terminou",
        }
        no_gallery(NoGallery { place, error }) {
            en: "{place}: {error}: nothing is shown there; start chat-server --observe on this machine",
            pt: "{place}: {error}: aí nada se mostra; inicie chat-server --observe nesta máquina",
        }
        observes_on_a_screen {
            en: "what a server shows is drawn on a screen, and there is none here",
            pt: "o que um servidor mostra desenha-se num ecrã, e aqui não há nenhum",
            br: "o que um servidor mostra se desenha numa tela, e aqui não há nenhuma",
        }
        view_woke {
            en: "who woke the program: keyboard, socket, timer, screen on one time axis",
            pt: "quem acordou o programa: teclado, socket, relógio, ecrã num só eixo",
            br: "quem acordou o programa: teclado, socket, relógio, tela num só eixo",
        }
        view_people {
            en: "who is connected how, as a server shows it (chat-tui --observe)",
            pt: "quem está ligado e como, segundo um servidor (chat-tui --observe)",
            br: "quem está conectado e como, segundo um servidor (chat-tui --observe)",
        }
        view_queues {
            en: "queues on the way: in this program, in its system, in the other one",
            pt: "filas no caminho: neste programa, no sistema dele, no do outro lado",
        }
        view_system {
            en: "what the system does by itself: TCP's timer, window, repeats (Linux)",
            pt: "o que o sistema faz por si: relógio, janela e reenvios do TCP (Linux)",
            br: "o que o sistema faz sozinho: relógio, janela e reenvios do TCP (Linux)",
        }
        view_ladder {
            en: "the ladder: who sent what to whom",
            pt: "a escada: quem enviou o quê a quem",
        }
        view_bytes {
            en: "bytes of a stream: frames, and under them reads and writes",
            pt: "bytes de um fluxo: mensagens, e por baixo leituras e escritas",
        }
        view_waits {
            en: "waits of the chosen row's frame, beside the textbook's",
            pt: "esperas da trama escolhida, ao lado das do livro",
            br: "esperas do quadro escolhido, ao lado das do livro",
        }
        view_key {
            en: "view",
            pt: "vista",
        }
        no_stream {
            en: "There is no stream: bytes and reads are seen over TCP and Unix sockets.",
            pt: "Não há fluxo: os bytes e as leituras veem-se em TCP e em sockets Unix.",
        }
        no_frame {
            en: "Choose a numbered frame of a link in the ladder: its waits are shown here.",
            pt: "Escolha na escada uma trama numerada: as suas esperas mostram-se aqui.",
            br: "Escolha na escada um quadro numerado: as suas esperas aparecem aqui.",
        }
        how_title {
            en: "how it got here:",
            pt: "como aqui chegou:",
        }
        no_such_message {
            en: "nothing is kept of such a message",
            pt: "nada se guarda de tal mensagem",
        }
        how_usage {
            en: "/how, /how 2, /how #18",
            pt: "/how, /how 2, /how #18",
        }
        how {
            en: "how your last message got here, the one before it, or number 18 of the room",
            pt: "como aqui chegou a sua última mensagem, a anterior, ou a número 18 da sala",
        }
        step(Step { after, what, known }) {
            en: "after {after}: {what} {known}",
            pt: "passados {after}: {what} {known}",
        }
        row(RowTold { at, from, to, what, sentence }) {
            en: "at {at}, {from} to {to}: {what}. {sentence}",
            pt: "em {at}, {from} para {to}: {what}. {sentence}",
        }
        happening(Happening { at, from, what, sentence }) {
            en: "at {at}, {from}: {what}. {sentence}",
            pt: "em {at}, {from}: {what}. {sentence}",
        }
        total(Total { all, said }) {
            en: "{all} bytes in all, {said} of them said",
            pt: "{all} bytes ao todo, {said} ditos",
        }
        total_bytes(all) {
            en: "{all} bytes in all",
            pt: "{all} bytes ao todo",
        }
        usage {
            en: "/wire FILTER",
            pt: "/wire FILTRO",
        }
        what {
            en: "show what passes on the wire, perhaps only what fits: lost, again, seq:18, from:ana",
            pt: "mostrar o que passa no fio, talvez só o que corresponde ao filtro: perdidos, copias, seq:18, de:ana",
        }
    }
}
