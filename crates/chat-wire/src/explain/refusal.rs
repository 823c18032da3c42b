//! Why nothing comes of a datagram.

use crate::explain::sentence::Sentence;

/// Of somebody who is not let in, where it is known why.
pub(in crate::explain) fn of_a_stranger(why: &str) -> Option<Sentence> {
    let sentence = match why {
        "other_address" => Sentence::new(
            "It came from an address that is not the server's, so the program refused it: a socket that is connected would not even have seen it. Who could read the network could forge the server's address too, and would have to know the link's number.",
            "Veio de um endereço que não é o do servidor, e o programa recusa o que daí vem: um socket ligado nem o mostraria. Quem lesse a rede podia forjar também o endereço do servidor, e teria de saber o número da ligação.",
        ).in_brazil("Veio de um endereço que não é o do servidor, e o programa recusa o que vem dali: um socket conectado nem o mostraria. Quem lesse a rede poderia forjar também o endereço do servidor, e teria de saber o número da conexão."),
        "no_link" => Sentence::new(
            "It names a link that is not there: one from before a restart, or a guess. An honest client that is told so begins anew.",
            "Fala de uma ligação que não existe: de antes de um recomeço, ou um palpite. Um cliente honesto, ao sabê-lo, começa de novo.",
        ).in_brazil("Fala de uma conexão que não existe: de antes de um recomeço, ou um palpite. Um cliente honesto, ao saber disso, começa de novo."),
        "short" => Sentence::new(
            "A hello that is shorter than its answer gets none: whoever forges an address could have more sent there than it sends itself.",
            "Um hello mais curto do que a resposta não tem nenhuma: quem falsifica um endereço faria enviar para lá mais do que envia.",
        ),
        "flood" => Sentence::new(
            "More ask than may be answered, so this one is not: a client asks again, and a flood leads to no flood of answers.",
            "Perguntam mais do que os que podem ter resposta, e este fica sem ela: um cliente volta a perguntar, e uma inundação não leva a outra de respostas.",
        ),
        "cookie_wrong" => Sentence::new(
            "Its cookie is not the one of this address: it is too old, or whoever sent it does not hear there, as nobody does who has forged the address. It is told the right one, at that address.",
            "O cookie não é o deste endereço: é velho demais, ou quem o enviou não ouve lá, como quem falsifica um endereço. O certo é dito a esse endereço.",
        ),
        "like_an_answer" => Sentence::new(
            "It looks like what a server says, so it is not answered: two that answered each other would do so for ever.",
            "Parece o que diz um servidor, e não tem resposta: dois que respondessem um ao outro nunca mais acabariam.",
        ),
        "not_near" => Sentence::new(
            "It comes without a link, from an address that nobody has proved and that may lie anywhere: it is not heard.",
            "Vem sem ligação, de um endereço que ninguém provou e que pode estar em qualquer parte: não é ouvido.",
        ).in_brazil("Vem sem conexão, de um endereço que ninguém provou e que pode estar em qualquer parte: não é ouvido."),
        _ => return None,
    };
    Some(sentence)
}

/// Of anything else: whether it came from somewhere else.
pub(in crate::explain) fn of_any(from_elsewhere: bool) -> Sentence {
    if from_elsewhere {
        Sentence::new(
            "It came from an address that is not in this conversation, and nothing comes of it. Who could read the network would know the link's number.",
            "Veio de um endereço que não está nesta conversa, e não tem efeito. Quem lesse a rede saberia o número da ligação.",
        ).in_brazil("Veio de um endereço que não está nesta conversa, e não tem efeito. Quem lesse a rede saberia o número da conexão.")
    } else {
        Sentence::new(
            "Nothing comes of it: it does not fit this conversation, and a forged one would look the same.",
            "Não tem efeito: não cabe nesta conversa, e uma falsificada teria o mesmo aspeto.",
        ).in_brazil("Não tem efeito: não pertence a esta conversa, e um falsificado teria o mesmo aspecto.")
    }
}
