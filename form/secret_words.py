"""Secret words: two plain words and a number, such as `otter-lamp-47`, easy to copy from a small screen by hand.

Five million of them, and five tries an hour: nobody guesses one. A word is made from the form it belongs to and our
key, so that the same form sent twice is told the same word; it is written down nowhere.
"""

import hmac
import re
from hashlib import sha256

WORDS = (
    "acorn album amber anchor apple apron arrow autumn badger bagel basket beach beetle bench berry bicycle "
    "biscuit blanket blossom bottle branch breeze bridge brush bubble bucket bunny butter button cabin cactus "
    "camel candle canoe canvas carpet carrot castle cello chalk cherry chess circle clock cloud clover cobra "
    "coconut comet cookie copper coral corner cotton cousin cradle crayon cricket crown cushion daisy dancer "
    "desert diary dinner doctor dolphin donkey dragon drawer drum duck eagle easel echo elbow ember engine fabric "
    "falcon farmer feather fern ferry fiddle field finch flame flute forest fossil fountain fox frame freckle "
    "friend frog garden garlic gecko giant ginger giraffe globe glove goat goose grape grass guitar hammer "
    "hammock harbour hazel helmet heron hill hockey honey island ivory jacket jaguar jelly jigsaw juggler jungle "
    "kayak kettle kitten koala ladder lagoon lamp lantern lemon leopard library lilac lion lizard llama lobster "
    "locket lotus magnet maple marble market meadow melon metal mirror mitten monkey moon moss mountain muffin "
    "museum mustard napkin needle nest noodle nutmeg oasis ocean olive onion opal orange orbit orchid otter oven "
    "owl paddle panda paper parade parrot pasta peach pebble pencil pepper petal piano pickle picnic pigeon "
    "pillow pirate planet plum pocket poem pond pony poppy potato puddle puffin pumpkin puppet puzzle quilt "
    "rabbit radio rainbow raisin raven ribbon river robin rocket rose ruby saddle sailor salad sandal sapphire "
    "saturn scarf school scooter seagull shadow shell silver sketch sofa spider spoon "
).split()

NUMBERS = range(10, 100)


def made(once: str, key: bytes) -> str:
    """The secret word of the form with this mark."""
    drawn = int.from_bytes(hmac.new(key, f"word/{once}".encode(), sha256).digest()[:16], "big")
    drawn, first = divmod(drawn, len(WORDS))
    drawn, second = divmod(drawn, len(WORDS))
    return f"{WORDS[first]}-{WORDS[second]}-{NUMBERS[drawn % len(NUMBERS)]}"


def plain(typed: str) -> str:
    """As it was given out, however it was typed: in capitals, with spaces, commas, or nothing between."""
    found = re.fullmatch(r"\W*([a-z]+)\W*?([a-z]*)\W*(\d\d)\W*", typed.casefold().strip()[:60])
    if not found:
        return ""
    first, second, number = found.groups()
    if second and first in WORDS:
        return f"{first}-{second}-{number}"
    together = f"{first}{second}"
    parted = next((each for each in WORDS if together.startswith(each) and together[len(each) :] in WORDS), "")
    return f"{parted}-{together[len(parted) :]}-{number}" if parted else ""
