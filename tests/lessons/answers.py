"""What the prose of each lesson takes for granted, question by question, in their order.

A question's beginning, and what is right: a choice's beginning, or from where to where a number
lies; None where the prose holds either way.
"""

Right = str | tuple[float, float]

ANSWERS: dict[str, tuple[tuple[str, Right | None], ...]] = {
    "hopfield-first-contact": (
        ("What will come back", "the A, without"),
        ("Where will the energy come to rest", "as low as"),
        ("What will the network do with it", "leave it"),
        ("A quarter of the drawing is spoiled", "the drawing, exactly"),
        ("What will happen to the A", "it falls apart"),
    ),
    "hopfield-one-memory": (
        ("What will come out of this noise", "the A"),
        ("What will come out now", "the negative"),
        ("How many wrong units does it take", (365, 365)),
        ("How many units will change in one sweep", (219, 219)),
        ("The same noise, and all units are updated at once", "the A"),
        ("Own connections are switched off", "more than those"),
        ("How many of the 784 units", (784, 784)),
        ("What comes after the next sweeps", "it turns over"),
        ("Does the proof still tell", "yes"),
    ),
    "hopfield-capacity": (
        ("How many will still be wrong", (0, 0)),
        ("What will become of R0", "it drifts far away"),
        ("Up to how many memories", (110, 150)),
        ("At a loading of 0.2", "a smaller share"),
        ("Will it recall R0", "yes"),
        ("For ten memories 40 %", "it is lost"),
        ("The same cue after 400 dreams", "R0, better"),
        ("What will come out after 1500 dreams", "R0 is lost"),
        ("Can it recall R0", "yes"),
        ("With the degree 2", "no"),
    ),
    "boltzmann-first-contact": (
        ("In how many of 100 sweeps will v1", (72, 82)),
        ("After five thousand sweeps", "a few parts"),
        ("Heated to T = 10", "nearly equal"),
        ("And how many bars are left", (3, 3)),
        ("v1 is now held off", "less often"),
        ("How many will be right at the end", (97, 99.9)),
    ),
    "boltzmann-equilibrium": (
        ("At T = 2, how many times", (2.7, 2.72)),
        ("What will be seen of this beginning", "hardly anything"),
        ("After a hundred times as many sweeps", "about a tenth"),
        ("How much of the next 1000 sweeps", "nothing"),
        ("In how many of 100 sweeps will v4", (60, 90)),
        ("In how many of 100 sweeps will v1", (35, 65)),
    ),
    "boltzmann-annealing": (
        ("How many lowest states", (6, 6)),
        ("What will be seen after twenty sweeps", "domains"),
        ("With 2000 sweeps instead of twenty", "lower"),
        ("How low will the energy come", (-345, -300)),
        ("And after 500 sweeps more", "about the same"),
        ("Where will it end when it is cooled slowly", "nearer than 15"),
        ("Where will this schedule end", "more than 15 lower"),
        ("Will cooling find the best cut", "yes"),
        ("Will cooling find the best division", None),
    ),
    "rbm-first-contact": (
        ("It dreams on", "They stay"),
        ("Was that luck", (55, 72)),
        ("When sleep is over", "No"),
        ("It learns for 900 batches", (35, 50)),
    ),
    "rbm-cd-and-pcd": (
        ("This one has weights by chance", "near −11.1"),
        ("It learns for a thousand epochs", "it rises"),
        ("How many times less probable", (3.5, 8)),
        ("From here on persistent chains", "higher"),
        ("How far above CD", (0.5, 1.8)),
        ("A thousand epochs with the exact", (-3.7, -3.4)),
        ("Once more, but all weights", "it stays"),
    ),
    "rbm-dead-units": (
        ("There are 144 hidden units", (135, 144)),
        ("The rate is set right now", "as many"),
        ("How many of the 144 units", (125, 144)),
        ("The same data, the same first weights", "hardly any"),
        ("The rate goes down to 0.05", "most"),
        ("A target of 0.1", "hardly any"),
        ("Three more epochs. For what share", (8, 16)),
        ("The rate is 1 again", "hardly any"),
    ),
    "gan-first-contact": (
        ("On how many of the eight", (6, 8)),
        ("The discriminator takes its turn", "it stays"),
        ("After 10,000 iterations", (40, 62)),
        ("In the last column", "new digits"),
    ),
    "gan-figure-one": (
        ("D learns alone for 2,000", "p divided by"),
        ("What will V be when D has learned", (-1.3, 0)),
        ("Now the generator takes one turn", "it falls"),
        ("What will V be then", (-1.42, -1.35)),
        ("The generator is held once more", "about half"),
        ("Where will this game end", "at the same"),
    ),
    "gan-failures": (
        ("On how many of the eight", (0, 3)),
        ("On how many clouds", "on four"),
        ("How far do the fakes come", "JS above 0.5"),
        ("Only the loss is changed", "more than"),
        ("Another 1,000 iterations", "yes"),
        ("How many rows does D call right", (93, 100)),
        ("And does it teach", "no"),
        ("Where is JS after 500", "below"),
    ),
    "ntm-first-contact": (
        ("How many of the 160 bits will it tell wrong", (0, 0)),
        ("What does the read head do", "It waits"),
        ("How many of the 160 bits are wrong without content", "None"),
        ("And without sharpening", "More"),
        ("How many of the 960 bits", "None"),
        ("What will it be after 1,000 sequences", "Still nearly"),
    ),
    "ntm-sharpening": (
        ("The straight way", (34.8, 34.9)),
        ("Over how many of the 24 slots", (12.0, 12.3)),
        ("What will it be after 260 steps", "Nearly all 24"),
        ("Over how many slots is it spread after 40", "One, nearly"),
        ("And with γ = 1.1", (5.5, 6.2)),
        ("Five steps later", "One, nearly"),
        ("Is the head found", "No"),
        ("And with β = 50", "Yes"),
        ("With β = 50: over how many", (1.99, 2.01)),
        ("How much does its write head sharpen", "Much"),
        ("How many of the 189 bits", "Many"),
    ),
    "ntm-beyond": (
        ("How many of the 240 bits", (30, 90)),
        ("Which of them can copy 120", "Only the one"),
        ("How many of the 1,120 bits", "More"),
        ("How many of the 160 bits will be wrong", "More"),
        ("How many bits are wrong now", "None"),
        ("How many bits of a sequence will be wrong", "More"),
        ("Will it copy again", "No"),
        ("And now, after 2,000", "It copies again"),
    ),
}


def comes_out(said: str, right: Right | None) -> bool:
    """Whether an answer, as it is written, is one that the prose relies on."""
    if right is None:
        return True
    if isinstance(right, str):
        return said.startswith(right)
    return right[0] <= float(said.replace("−", "-").split()[0]) <= right[1]
