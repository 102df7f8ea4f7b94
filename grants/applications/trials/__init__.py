"""Officers try a round’s form as an applicant would. Nothing of a trial ever counts."""
