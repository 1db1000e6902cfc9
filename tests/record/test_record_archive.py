from accounted.record.archive import Archive


def test_an_archive_can_be_made_and_opened_again(archive, clock):
    path, identity = archive.path, archive.id
    archive.close()
    with Archive.open(path, agent="Olena Recorder", clock=clock) as again:
        assert again.id == identity
        assert again.title == "Quarry"
        assert again.agent.name == "Olena Recorder"
