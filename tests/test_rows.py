"""Every row belongs to an organisation, and rooms point downwards."""

from tests.rules.allowances import nothing, unexcused
from tests.rules.rows import index_without_organisation, layers, not_scoped, our_models, pointing_up
from zhike.core.access import row_rules
from zhike.core.models import Scoped


def test_every_model_is_scoped_or_listed() -> None:
    nothing(unexcused("not_scoped", not_scoped(our_models())))


def test_foreign_keys_point_down() -> None:
    nothing(unexcused("points_up", pointing_up(our_models(), layers())))


def test_indexes_of_scoped_rows_start_with_the_organisation() -> None:
    nothing(unexcused("index_without_organisation", index_without_organisation(our_models())))


def test_row_rules_are_about_scoped_rows() -> None:
    nothing([model.__name__ for model in row_rules() if not issubclass(model, Scoped)])
