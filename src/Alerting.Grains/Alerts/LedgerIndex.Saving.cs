using Alerting.Engine.Wire;

namespace Alerting.Grains.Alerts;

// What a snapshot of the ledger holds.
internal sealed partial class LedgerIndex
{
    private const byte Format = 3;

    // Format of a ledger that has removed nothing yet; versions of the product that never remove revisions can read
    // it too.
    private const byte WholeFormat = 2;

    // Format without the severities that alerts had before their latest revision.
    private const byte FirstFormat = 1;

    public void Save(WireWriter writer)
    {
        var isWhole = First == 1;
        writer.Byte(isWhole ? WholeFormat : Format);
        writer.Fixed(Head);
        if (!isWhole)
        {
            writer.Fixed(First);
            writer.Bytes(new LedgerEntry { Revisions = [.. _kept.Values] }.ToBytes());
        }

        writer.Unsigned((ulong)_sequences.Count);
        for (var i = 0; i < _sequences.Count; i++)
        {
            writer.Unsigned((ulong)_firstSeqs[i]);
            writer.Unsigned((ulong)_sequences[i]);
        }

        writer.Unsigned((ulong)_alerts.Count);
        foreach (var alert in _alerts.Values)
        {
            alert.Save(writer, withForgotten: !isWhole);
        }

        Save(writer, _regions);
        Save(writer, _followers);

        // At the end, where versions of the product that do not know of it do not look.
        foreach (var alert in _alerts.Values)
        {
            writer.Fixed(alert.RaisedAt ?? 0);
        }
    }

    public void Restore(WireReader reader)
    {
        var format = reader.Byte();
        if (format is not (Format or WholeFormat or FirstFormat))
        {
            throw new InvalidDataException("Unknown format of the ledger's snapshot.");
        }

        Head = reader.Fixed();
        if (format == Format)
        {
            First = reader.Fixed();
            LedgerEntry.Read(reader.Bytes()).Revisions.ForEach(revision => _kept[revision.Seq] = revision);
        }

        for (var i = reader.Count(); i > 0; i--)
        {
            _firstSeqs.Add((long)reader.Unsigned());
            _sequences.Add((long)reader.Unsigned());
        }

        var alerts = new List<AlertIndexEntry>();
        for (var i = reader.Count(); i > 0; i--)
        {
            var alert = AlertIndexEntry.Restore(reader, withRises: format != FirstFormat, withForgotten: format == Format);
            _alerts[alert.AlertId] = alert;
            alerts.Add(alert);
            Sort(alert);
        }

        Restore(reader, _regions);
        Restore(reader, _followers);
        foreach (var alert in reader.AtEnd ? [] : alerts)
        {
            alert.RaisedAt = reader.Fixed() is > 0 and var raisedAt ? raisedAt : null;
        }
    }

    private static void Save(WireWriter writer, Dictionary<string, long> cursors)
    {
        writer.Unsigned((ulong)cursors.Count);
        foreach (var (key, value) in cursors)
        {
            writer.Unique(key);
            writer.Fixed(value);
        }
    }

    private static void Restore(WireReader reader, Dictionary<string, long> cursors)
    {
        for (var i = reader.Count(); i > 0; i--)
        {
            cursors[reader.Unique()] = reader.Fixed();
        }
    }
}
