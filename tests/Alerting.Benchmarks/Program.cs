using Alerting.Benchmarks;

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    // What was started is ended in order.
    pressed.Cancel = true;
    stop.Cancel();
};
return await Commands.RunAsync(args, stop.Token);
