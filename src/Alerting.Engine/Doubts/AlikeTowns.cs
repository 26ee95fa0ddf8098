using Alerting.Engine.Incidents;
using Alerting.Engine.Places;
using Alerting.Reports;

namespace Alerting.Engine.Doubts;

/// <summary>
/// The towns of all windows of a measure, kept current, and whether any two of them may be alike. While none are, no window is in
/// doubt, and that is known without going through its incidents. It errs on the side of doubt: where a town stands is a box
/// around all that was ever stated of it, and it stays until its last incident is too old for any window.
/// </summary>
internal sealed class AlikeTowns
{
    private readonly Dictionary<DistinctTown, Town> _towns = [];
    private readonly Dictionary<string, Region> _regions = new(StringComparer.Ordinal);
    private readonly List<Town> _new = [];
    private int _doubtful;

    /// <summary>Whether two towns of one region may be alike.</summary>
    public bool Any
    {
        get
        {
            // Comparing needs the gazetteer of a region: nobody asks before a second town is hit.
            if (_new.Count > 0)
            {
                foreach (var town in _new)
                {
                    Enter(town);
                }

                _new.Clear();
            }

            return _doubtful > 0;
        }
    }

    public void Add(DistinctTown distinct)
    {
        var town = new Town(distinct);
        _towns.Add(distinct, town);
        _new.Add(town);
    }

    /// <summary>An incident states where a town is.</summary>
    public void Note(DistinctTown distinct, Location location)
    {
        if (_towns.TryGetValue(distinct, out var town) && town.Note(location) && town.Region is { Crowded: false } region)
        {
            var before = region.Any;
            region.Compare(town);
            Changed(region, before);
        }
    }

    public void Remove(DistinctTown distinct)
    {
        if (!_towns.Remove(distinct, out var town))
        {
            return;
        }

        if (town.Region is not { } region)
        {
            _new.Remove(town);
            return;
        }

        var before = region.Any;
        region.Remove(town);
        Changed(region, before);
        if (region.IsEmpty)
        {
            _regions.Remove(distinct.Region);
        }
    }

    private void Enter(Town town)
    {
        if (!_regions.TryGetValue(town.Distinct.Region, out var region))
        {
            _regions[town.Distinct.Region] = region = new Region();
        }

        var before = region.Any;
        region.Add(town);
        Changed(region, before);
    }

    private void Changed(Region region, bool before) => _doubtful += (region.Any ? 1 : 0) - (before ? 1 : 0);

    private sealed class Region
    {
        private readonly List<Town> _towns = [];
        private int _pairs;

        /// <summary>Whether there are too many towns to compare each with each; some are taken to be alike then.</summary>
        public bool Crowded { get; private set; }

        public bool Any => Crowded || _pairs > 0;

        public bool IsEmpty => _towns.Count == 0;

        public void Add(Town town)
        {
            town.Region = this;
            _towns.Add(town);
            Crowded |= _towns.Count > WindowTowns.MaxCompared;
            if (!Crowded)
            {
                Compare(town);
            }
        }

        public void Compare(Town town)
        {
            foreach (var other in _towns)
            {
                if (other != town && !town.Alike.Contains(other) && town.MayBe(other))
                {
                    town.Alike.Add(other);
                    other.Alike.Add(town);
                    _pairs++;
                }
            }
        }

        public void Remove(Town town)
        {
            _towns.Remove(town);
            _pairs -= town.Alike.Count;
            foreach (var other in town.Alike)
            {
                other.Alike.Remove(town);
            }

            // Not at the limit itself, around which the number may go up and down.
            if (Crowded && _towns.Count <= WindowTowns.MaxCompared / 2)
            {
                Crowded = false;
                _towns.ForEach(Compare);
            }
        }
    }

    private sealed class Town(DistinctTown distinct)
    {
        private Box? _stated;

        public DistinctTown Distinct { get; } = distinct;

        public Region? Region { get; set; }

        public HashSet<Town> Alike { get; } = [];

        /// <summary>Whether this makes a difference to where the town may be.</summary>
        public bool Note(Location location)
        {
            if (_stated is { } box && box.Contains(location))
            {
                return false;
            }

            _stated = _stated is { } known ? known.With(location) : Box.Of(location);
            return Distinct.Look.Point is null;
        }

        /// <summary>Whether <see cref="TownLikeness"/> may find the two alike in some window.</summary>
        public bool MayBe(Town other)
        {
            if (TownLikeness.AreSettled(Distinct.Settled, other.Distinct.Settled))
            {
                return false;
            }

            var (one, another) = (Distinct.Look, other.Distinct.Look);
            return one.Point is { } point && another.Point is { } otherPoint
                ? Distance.IsWithin(point, otherPoint, Distance.OfOneTown)
                : one.MayBe(another)
                    || (Place is { } place && other.Place is { } otherPlace && place.MayBeWithin(otherPlace, Distance.OfOneTown));
        }

        private Box? Place => Distinct.Look.Point is { } point ? Box.Of(point) : _stated;
    }
}
