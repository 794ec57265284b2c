using System.Runtime.CompilerServices;

namespace Rokt.EventApi.Cli.Orders;

/// <summary>Reads the orders of a file in their order: one thread reads rows, the others make conversions of them, block by block.</summary>
internal static class OrderPipeline
{
    private const int RowsPerBlock = 512;

    /// <param name="grouper">Reads rows and puts them together.</param>
    /// <param name="reader">Makes conversions.</param>
    /// <param name="cancellationToken">A token to cancel the reading.</param>
    public static async IAsyncEnumerable<FileOrder[]> ReadAsync(
        OrderGrouper grouper, OrderReader reader, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        int blocksAhead = Environment.ProcessorCount * 2;
        var free = new Stack<OrderBlock>();
        var pending = new Queue<(OrderBlock Block, Task<FileOrder[]> Orders)>();
        bool isOver = false;
        while (!isOver || pending.Count > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!isOver && pending.Count < blocksAhead)
            {
                OrderBlock block = free.TryPop(out OrderBlock? used) ? used : new OrderBlock();
                isOver = !grouper.Read(block, RowsPerBlock);
                if (!isOver)
                {
                    pending.Enqueue((block, Task.Run(() => ReadBlock(block, reader), CancellationToken.None)));
                }

                continue;
            }

            (OrderBlock read, Task<FileOrder[]> orders) = pending.Dequeue();
            yield return await orders.ConfigureAwait(false);
            read.Clear();
            free.Push(read);
        }
    }

    private static FileOrder[] ReadBlock(OrderBlock block, OrderReader reader)
    {
        var orders = new FileOrder[block.Count];
        for (int index = 0; index < orders.Length; index++)
        {
            orders[index] = reader.Read(block[index]);
        }

        return orders;
    }
}
