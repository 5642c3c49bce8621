from rrn.core.vocabulary import PRACTICE_STANDS_UNDER, Nation, PracticeType, Sector, Strategy


def test_strategies_are_the_six_in_their_order():
    assert [strategy.value for strategy in Strategy] == [1, 2, 3, 4, 5, 6]


def test_every_list_of_words_can_be_chosen_from_without_being_forced_into_a_wrong_one():
    assert "other" in Sector.values
    assert "other" in PracticeType.values
    assert "other_country" in Nation.values


def test_seclusion_and_segregation_stand_under_environmental():
    assert PRACTICE_STANDS_UNDER == {
        PracticeType.SECLUSION: PracticeType.ENVIRONMENTAL,
        PracticeType.SEGREGATION: PracticeType.ENVIRONMENTAL,
    }
