def test_an_account_that_joins_the_brand_is_the_brand_on_every_day(maison):
    maison.night("night1.jsonl")
    assert maison.posts("is_brand") == {"1": False, "2": False, "3": False}
    maison.accounts = "marque, helpdesk"
    maison.night("night2.jsonl")
    assert maison.posts("is_brand") == {"1": True, "2": False, "3": False, "4": True, "5": False}
