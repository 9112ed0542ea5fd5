"""发给领导 / Send: one press makes a link, a text, a picture and files of what is on screen; and all links so far."""
