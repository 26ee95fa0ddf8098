using Alerting.Alerts;
using Alerting.Grains.Alerts;
using Alerting.Storage.Logs;

namespace Alerting.Grains.Escalations;

/// <summary>Reads the revisions that calls tell: those that are asked for while the ledger is being read are read together.</summary>
internal sealed class CallBodies(IAlertLedgerGrain ledger)
{
    private const int Page = 100;

    private readonly SortedDictionary<long, TaskCompletionSource<Alert?>> _asked = [];
    private bool _isReading;

    /// <summary>A revision; null when the ledger does not have it any more.</summary>
    public Task<Alert?> ReadAsync(long seq)
    {
        if (!_asked.TryGetValue(seq, out var asked))
        {
            _asked.Add(seq, asked = new TaskCompletionSource<Alert?>(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        if (!_isReading)
        {
            _isReading = true;
            _ = ReadAllAsync();
        }

        return asked.Task;
    }

    private async Task ReadAllAsync()
    {
        while (_asked.Count > 0)
        {
            var seqs = _asked.Keys.Take(Page).ToList();
            try
            {
                // Fewer than were asked for where they are large: the rest is read next. None where the ledger ends before.
                var revisions = await ledger.ReadSelectedAsync(seqs);
                foreach (var revision in revisions)
                {
                    Answer(revision.Alert.Seq, revision.Alert);
                }

                if (revisions.Count == 0)
                {
                    seqs.ForEach(seq => Answer(seq, null));
                }
            }
            catch (LogTrimmedException trimmed)
            {
                seqs.Where(seq => seq < trimmed.First).ToList().ForEach(seq => Answer(seq, null));
            }
            catch (Exception exception)
            {
                foreach (var seq in seqs)
                {
                    if (_asked.Remove(seq, out var asked))
                    {
                        asked.SetException(exception);
                    }
                }
            }
        }

        _isReading = false;
    }

    private void Answer(long seq, Alert? alert)
    {
        if (_asked.Remove(seq, out var asked))
        {
            asked.SetResult(alert);
        }
    }
}
