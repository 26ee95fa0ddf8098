using Alerting.Engine.Doubts;
using Alerting.Engine.Incidents;
using Alerting.Reports;
using Xunit;

namespace Alerting.Engine.Tests.Doubts;

/// <summary>Whether any two towns may be alike is known without going through incidents.</summary>
public sealed class AlikeTownsTests
{
    private readonly AlikeTowns _towns = new();

    [Fact]
    public void Two_spellings_of_one_region_are_noticed_until_one_of_them_goes()
    {
        var karmah = Add("IQ-AN", "karmah");
        Add("IQ-AN", "fallujah");
        Assert.False(_towns.Any);

        Add("IQ-BA", "garma");
        Assert.False(_towns.Any);

        var garma = Add("IQ-AN", "garma");
        Assert.True(_towns.Any);

        _towns.Remove(garma);
        Assert.False(_towns.Any);

        Add("IQ-AN", "garma");
        _towns.Remove(karmah);
        Assert.False(_towns.Any);
    }

    [Fact]
    public void Towns_that_no_list_has_are_noticed_when_reports_state_places_near_each_other()
    {
        var here = Add("IQ-AN", "checkpointone");
        var there = Add("IQ-AN", "oldmarket");
        _towns.Note(here, new Location(33.40, 43.30));
        _towns.Note(there, new Location(33.90, 43.30));
        Assert.False(_towns.Any);

        // The median of some window may lie anywhere between what is stated.
        _towns.Note(there, new Location(33.30, 43.31));
        Assert.True(_towns.Any);

        _towns.Remove(here);
        Assert.False(_towns.Any);
    }

    [Fact]
    public void A_town_that_goes_before_anybody_asked_leaves_nothing()
    {
        Add("IQ-AN", "karmah");
        _towns.Remove(Add("IQ-AN", "garma"));

        Assert.False(_towns.Any);
    }

    [Fact]
    public void Towns_too_many_to_compare_may_be_alike_until_they_are_few()
    {
        var towns = Enumerable.Range(0, WindowTowns.MaxCompared + 1).Select(i => Add("IQ-AN", $"sector{i}")).ToList();
        Assert.True(_towns.Any);

        foreach (var town in towns.Skip(WindowTowns.MaxCompared / 2))
        {
            Assert.True(_towns.Any);
            _towns.Remove(town);
        }

        Assert.False(_towns.Any);
    }

    private DistinctTown Add(string region, string folded)
    {
        var town = new DistinctTown(region, folded, null);
        _towns.Add(town);
        return town;
    }
}
