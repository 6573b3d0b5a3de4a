from zhike.communications.models.promises import USUAL_HOURS, USUAL_WEEK, AnswerPromise
from zhike.communications.models.questions import Question

__all__ = ["USUAL_HOURS", "USUAL_WEEK", "AnswerPromise", "Question"]
