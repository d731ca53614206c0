"""The measure of lines is found from widths that are whole lines, and only from such."""

from random import Random

from edition.setting import Setting, fit_setting, width


def test_wide_letters_are_wider() -> None:
    assert width("mmmm") > 2 * width("iiii") > 0


def test_fit_setting_finds_the_measure() -> None:
    rng = Random(5)
    lengths = [rng.randint(1, 9) * 61.0 + rng.uniform(-1.5, 1.5) for _ in range(16)]
    setting = fit_setting(lengths)
    assert setting is not None
    assert abs(setting.measure - 61) < 1
    assert setting.ends_line(4 * 61.0) > 0 > setting.ends_line(4.5 * 61)


def test_fit_setting_finds_none_where_none_is() -> None:
    rng = Random(5)
    assert fit_setting([rng.uniform(100, 2000) for _ in range(16)]) is None
    assert fit_setting([61.0, 122.0]) is None


def test_lines_are_counted_up() -> None:
    assert Setting(60, 0.9).lines(61) == 2
