"""What other channels can stand in for."""

from assessments.catalogue.stand_ins import stand_ins
from assessments.catalogue.vocabulary import vocabulary


def test_channels_stand_in_for_things_of_the_vocabulary():
    words = vocabulary()
    for channel, stand_in in stand_ins().items():
        assert channel in words.channels
        assert stand_in.capabilities <= set(words.capabilities)
        assert stand_in.functions <= set(words.functions)


def test_a_video_channel_stands_in_for_posts_and_a_checkout_for_the_shop():
    known = stand_ins()
    assert "organic" in known["instagram"].capabilities
    assert "shop" in known["own_site"].capabilities
    assert "customer_care" in known["email"].functions
    assert "tiktok" not in known
