namespace Alerting.Grains.Tests.Hosting;

/// <summary>Waits for a condition instead of a time.</summary>
internal static class Eventually
{
    /// <exception cref="TimeoutException">It did not come true; says what.</exception>
    public static Task TrueAsync(Func<ValueTask<bool>> condition, string what) => Wait.UntilAsync(() => condition().AsTask(), what);

    public static Task TrueAsync(Func<bool> condition, string what) => Wait.UntilAsync(condition, what);
}
