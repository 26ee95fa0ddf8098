namespace Alerting.Grains.Logs;

/// <summary>
/// Has some calls of a reentrant grain run one after the other, because they wait for others in the middle and must not find
/// that half of another one has been done.
/// </summary>
internal sealed class Turns
{
    private Task _last = Task.CompletedTask;

    /// <summary>Runs a call when all before it have ended, however they did.</summary>
    public async Task<T> TakeAsync<T>(Func<Task<T>> call)
    {
        var before = _last;
        var done = new TaskCompletionSource();
        _last = done.Task;
        await before;
        try
        {
            return await call();
        }
        finally
        {
            done.SetResult();
        }
    }
}
