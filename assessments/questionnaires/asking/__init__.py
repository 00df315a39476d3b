"""Between a question and a page: the fields a form posts, the inputs it shows, and answers in words."""
